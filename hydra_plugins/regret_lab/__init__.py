"""What regret_lab adds to Hydra: a sweeper that skips what is done, a launcher that packs."""
