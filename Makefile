# Every line hands over to ./samenzicht, which also works without make. Another Python: make run PYTHON=python3.12
PYTHON ?= python3
ARGS ?=

.PHONY: run test bench prove lock lint format clean

run test bench prove lock lint format clean:
	@$(PYTHON) samenzicht $@ $(ARGS)
