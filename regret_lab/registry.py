"""Names for things: a learner, a problem, a theorem registers itself where it is defined."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from regret_lab.errors import unknown_name

T = TypeVar("T")
C = TypeVar("C", bound=type[Any])


class Registry(Mapping[str, type[T]], Generic[T]):
    """A mapping from names to classes that fills itself from a package and explains a missing name.

    Every module of ``package`` is imported at the first look, so a new file is found by existing.

    Raises
    ------
    UnknownNameError
        When a name is asked for that nobody registered; the nearest names are listed.
    """

    def __init__(self, noun: str, package: str) -> None:
        self.noun = noun
        self._package = package
        self._classes: dict[str, type[T]] = {}
        self._scanned = False

    def register(self, name: str) -> Callable[[C], C]:
        """Return a class decorator that files the class under ``name``; a name is taken once."""

        def add(cls: C) -> C:
            taken = self._classes.get(name)
            if taken is not None and taken.__qualname__ != cls.__qualname__:
                raise ValueError(f"the {self.noun} {name!r} is already {taken.__qualname__}")
            cls.name = name
            self._classes[name] = cast("type[T]", cls)
            return cls

        return add

    def _scan(self) -> dict[str, type[T]]:
        if not self._scanned:
            self._scanned = True
            package = importlib.import_module(self._package)
            for module in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{self._package}.{module.name}")
        return self._classes

    def __getitem__(self, name: str) -> type[T]:
        classes = self._scan()
        if name not in classes:
            raise unknown_name(self.noun, name, classes)
        return classes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._scan()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._scan()))

    def __len__(self) -> int:
        return len(self._scan())

    def exported(self, class_name: str) -> type[T]:
        """Return the registered class whose Python name is ``class_name`` (``Adam``, not ``adam``).

        Raises
        ------
        AttributeError
            When there is none; what a package's ``__getattr__`` has to raise.
        """
        classes = {cls.__name__: cls for cls in self._scan().values()}
        if class_name not in classes:
            raise AttributeError(str(unknown_name(self.noun, class_name, classes)))
        return classes[class_name]
