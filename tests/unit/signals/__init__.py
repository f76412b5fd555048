"""The statistics of deviations, against published figures and against implementations written in another way."""
