"""Matrices in the store: Arrow IPC files, as contracts/module/fit-predict.ts describes them."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyarrow as pa

from .refusal import InvalidRequest
from .store import Store


@dataclass(frozen=True)
class Matrix:
    """`x`: float64, rows × columns, NaN where a value is missing; `y`: float64, one a row, or None."""

    x: np.ndarray
    y: np.ndarray | None


def read_matrix(store: Store, ref: str, with_target: bool) -> Matrix:
    """Raises InvalidRequest where the file is none of this form."""
    try:
        table = pa.ipc.open_file(pa.py_buffer(store.get(ref))).read_all()
    except pa.ArrowInvalid as error:
        raise InvalidRequest(f"{ref} is no Arrow IPC file: {error}") from error
    columns = [name for name in table.column_names if name != "y"]
    if columns != [f"x{i}" for i in range(len(columns))] or not columns:
        raise InvalidRequest(f"{ref} has columns {', '.join(table.column_names[:8])} …, not x0, x1, …")
    if with_target and "y" not in table.column_names:
        raise InvalidRequest(f"{ref} has no column y, so nothing can be trained on it")
    if table.num_rows == 0:
        raise InvalidRequest(f"{ref} has no rows")
    x = np.empty((table.num_rows, len(columns)), dtype=np.float64)
    for i, name in enumerate(columns):
        x[:, i] = _values(table, name, ref)
    return Matrix(x, _values(table, "y", ref) if with_target else None)


def _values(table: pa.Table, name: str, ref: str) -> np.ndarray:
    column = table.column(name)
    if column.type != pa.float64():
        raise InvalidRequest(f"column {name} of {ref} is {column.type}, not float64")
    return column.to_numpy()


def write_predictions(store: Store, predictions: np.ndarray) -> str:
    """`predictions`: rows × outputs."""
    return _write(store, {f"p{k}": predictions[:, k] for k in range(predictions.shape[1])})


def write_importances(store: Store, importances: np.ndarray) -> str:
    """`importances`: one for each column."""
    return _write(store, {"importance": importances})


def _write(store: Store, columns: dict[str, np.ndarray]) -> str:
    table = pa.table({name: pa.array(values, type=pa.float64()) for name, values in columns.items()})
    sink = BytesIO()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return store.put(sink.getvalue())
