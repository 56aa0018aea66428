"""Texts to vectors in this process: tokenizer, network, batches of like lengths."""

from collections.abc import Sequence
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
    """The loaded model: about 0.4 s to build and 250 MB. Not for several threads at once."""

    def __init__(self, folder: Path, *, threads: int = THREADS) -> None:
        core = openvino.Core()
        self.is_bfloat16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        network = build(load_file(folder / "model.safetensors"), as_int8=not self.is_bfloat16)
        self._request: Any = core.compile_model(network, "CPU", self._settings(threads)).create_infer_request()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()

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
        common = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
        if self.is_bfloat16:
            return common | {"INFERENCE_PRECISION_HINT": "bf16"}
        return common | {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "32"}
