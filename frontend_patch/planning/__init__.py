"""Plans which files a command writes or removes."""
