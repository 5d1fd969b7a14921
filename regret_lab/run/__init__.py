"""From a configuration to a judged result; the only floor that knows Hydra."""
