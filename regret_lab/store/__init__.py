"""Results on disk: one file each, written whole or not at all, addressed by what produced it."""

from regret_lab.store.disk import kept, place, probe, read, save, written
from regret_lab.store.join import joined
from regret_lab.store.key import content_key, plain
from regret_lab.store.record import FORMAT, Record, StoreError, StoreWarning
from regret_lab.store.results import Results, load

__all__ = [
    "FORMAT",
    "Record",
    "Results",
    "StoreError",
    "StoreWarning",
    "content_key",
    "joined",
    "kept",
    "load",
    "place",
    "plain",
    "probe",
    "read",
    "save",
    "written",
]
