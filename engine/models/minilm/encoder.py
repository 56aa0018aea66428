"""Texts to vectors in this process: tokenizer, network, batches of like lengths."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any, Final

import numpy as np
import openvino
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from engine.models.minilm.graph import build
from engine.models.minilm.weights import DIMENSIONS, MOST_TOKENS

BATCH: Final = 16  # texts in one pass
THREADS: Final = 2

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Encoder:
    """The loaded model: about 0.4 s to build and 250 MB. Not for several threads at once, but see `twins`.

    `threads` share the work of one pass; with several `streams` they are divided among passes that go on side by
    side, which costs a tenth less in all, since no thread waits for another within a pass.
    """

    def __init__(self, folder: Path, *, threads: int = THREADS, streams: int = 1) -> None:
        core = openvino.Core()
        self.is_bfloat16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        network = build(load_file(folder / "model.safetensors"), as_int8=not self.is_bfloat16)
        self._streams = streams
        self._network: Any = core.compile_model(network, "CPU", self._settings(threads))
        self._request: Any = self._network.create_infer_request()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()

    def twins(self) -> "list[Encoder]":
        """Return an encoder for each stream, this one first; each may work in a thread of its own."""
        others = [copy(self) for _ in range(self._streams - 1)]
        for other in others:
            other._request = self._network.create_infer_request()
        return [self, *others]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of `texts`, float32 [texts, 384], each of length 1."""
        tokens = [item.ids for item in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))  # little padding in a batch
        vectors = np.empty((len(tokens), DIMENSIONS), np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._pass([tokens[place] for place in places])
        return vectors

    def _pass(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int32)
        mask = np.zeros_like(ids)
        for row, item in enumerate(tokens):
            ids[row, : len(item)] = item
            mask[row, : len(item)] = 1
        found: Vectors = self._request.infer([ids, mask])[0]
        return found.copy()  # the next pass writes over it

    def _settings(self, threads: int) -> dict[str, Any]:
        common = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": str(self._streams)}
        if self.is_bfloat16:
            return common | {"INFERENCE_PRECISION_HINT": "bf16"}
        return common | {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "32"}
