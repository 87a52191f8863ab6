"""Builds a Dockerfile without Docker, in a folder that stands for the image's root."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template
from types import MappingProxyType

from dockerfile_parse import DockerfileParser

#: Instructions that change nothing in the image's files.
_OF_CONFIGURATION = {"COMMENT", "USER"}

_Images = dict[str | None, "Image"]

#: A cache that BuildKit mounts for a command; without it, the command does the same more slowly.
_CACHE = re.compile(r"--mount=type=cache,\S+\s+")


@dataclass
class Image:
    """A built stage.

    Attributes:
        root: the folder that stands for ``/``.
        workdir: as the Dockerfile says it.
        starts: the words of ENTRYPOINT and CMD.
    """

    root: Path
    workdir: PurePosixPath = field(default_factory=lambda: PurePosixPath("/"))
    starts: dict[str, list[str]] = field(default_factory=dict)

    def at(self, path: str) -> Path:
        """The path on this machine of a path in the image."""
        return self.root / (self.workdir / path).relative_to("/")


def copied_files(dockerfile: Path) -> list[str]:
    """The sources of COPY in the build context, with the arguments' defaults."""
    structure = DockerfileParser(path=str(dockerfile)).structure
    arguments = [one["value"] for one in structure if one["instruction"] == "ARG"]
    defaults = dict(one.split("=", 1) for one in arguments if "=" in one)
    return [
        Template(source).safe_substitute(defaults)
        for one in structure
        if one["instruction"] == "COPY" and "--from" not in one["value"]
        for source in shlex.split(one["value"])[:-1]
    ]


def build(
    dockerfile: Path,
    context: Path,
    folder: Path,
    path: str,
    build_args: Mapping[str, str] = MappingProxyType({}),
    *,
    target: str | None = None,
    **base: Path,
) -> Image:
    """Builds all stages under ``folder``, and returns the last.

    Args:
        dockerfile: its RUN may name no absolute path: there is no image around it.
        context: the folder that COPY takes from.
        folder: an empty one.
        path: PATH of what is run.
        build_args: as of ``--build-arg``, but for images.
        target: the last stage to build, by its name, as of ``--target``.
        base: roots of images by the name of the argument that FROM takes them by; of any other
            image, nothing is there.
    """
    arguments = {name: name for name in base} | {**build_args}
    images: _Images = {}
    image = Image(folder)
    for one in DockerfileParser(path=str(dockerfile)).structure:
        instruction, value = one["instruction"], one["value"]
        if instruction not in ("RUN", "ENTRYPOINT", "CMD"):
            value = Template(value).safe_substitute(arguments)
        match instruction:
            case "ARG":
                argument, _, default = value.partition("=")
                arguments.setdefault(argument, default)
            case "FROM" if target in images:
                return images[target]
            case "FROM":
                source, *name = [
                    word for word in value.split() if word != "AS" and not word.startswith("--")
                ]
                image = Image(folder / str(len(images)))
                images[name[0] if name else ""] = image
                _begin(image, images[source].root if source in images else base.get(source))
            case "WORKDIR":
                image.workdir /= value
                image.at(".").mkdir(parents=True, exist_ok=True)
            case "COPY":
                _copy(shlex.split(value), images, context, image)
            case "RUN":
                _run(value, image, {**arguments, "PATH": path, "HOME": str(folder)})
            case "ENTRYPOINT" | "CMD":
                image.starts[instruction] = json.loads(value)
            case _:
                assert instruction in _OF_CONFIGURATION, instruction
    return image


def _run(command: str, image: Image, environment: Mapping[str, str]) -> None:
    command = _CACHE.sub("", command)
    assert not any(word.startswith("/") for word in shlex.split(command)), command
    subprocess.run(command, shell=True, check=True, cwd=image.at("."), env=environment)


def _begin(image: Image, base: Path | None) -> None:
    if base:
        shutil.copytree(base, image.root)
    else:
        image.root.mkdir(parents=True)


def _copy(words: list[str], images: _Images, context: Path, image: Image) -> None:
    *sources, target = words
    given = Image(context)
    if sources[0].startswith("--from="):
        given = Image(images[sources.pop(0).removeprefix("--from=")].root)
    into = image.at(target)
    if target.endswith("/"):
        into.mkdir(parents=True, exist_ok=True)
    for source in map(given.at, sources):
        if source.is_dir():
            shutil.copytree(source, into, dirs_exist_ok=True)
        else:
            shutil.copy(source, into)
