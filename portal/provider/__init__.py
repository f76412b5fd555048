"""The aanbieder's desk: the quarterly report, and answers to deviations."""
