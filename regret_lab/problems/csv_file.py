"""Rows of a CSV file, one column of which is the label."""

from dataclasses import KW_ONLY, dataclass
from typing import cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError
from regret_lab.parameters import choice
from regret_lab.problems.base import PROBLEMS
from regret_lab.problems.data_file import DataFile
from regret_lab.problems.csv_table import CsvTable
from regret_lab.problems.labels import signs
