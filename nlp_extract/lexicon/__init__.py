"""Knowledge as data: TOML files of wordings, labels and masks, each with examples that tests run."""
