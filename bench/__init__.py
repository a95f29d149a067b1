"""What nianbao costs beside the programs that people would otherwise write: `make bench`."""
