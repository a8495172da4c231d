#!/usr/bin/env bash
# Builds the image with buildah where there is no Docker, and tries it with podman: `bash dev/image.sh [FEATURES]`.
# Needs the base image that `Dockerfile` names by digest in the local store; a registry is asked for it only with PULL=1.
set -euo pipefail
cd "$(dirname "$0")/.."
image=localhost/model-license-gate:dev
pull=--pull-never
if [ -n "${PULL-}" ]; then pull=--pull; fi
# The certificates of this machine, since a proxy may stand between it and the registry of crates.
certificates=/etc/ssl/certs/ca-certificates.crt
buildah bud --isolation chroot "$pull" --volume "$certificates:$certificates:ro" \
  --build-arg "FEATURES=${1-}" --tag "$image" .

run() {
  podman run --rm --pull never --runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
    --network none --read-only --cap-drop all --security-opt no-new-privileges "$@"
}
step() { printf '\n== %s\n' "$*"; }

step "version, as a user without a name, on a read-only file system, without the network"
run "$image" --version
step "the example fails the gate"
code=0
run --volume "$PWD/examples/karakuri-v0.1:/work:ro" "$image" check || code=$?
if [ "$code" != 1 ]; then
  echo "expected exit code 1, got $code"
  exit 1
fi
step "what the image holds"
mounted=$(buildah from --pull-never "$image")
trap 'buildah rm "$mounted" >/dev/null' EXIT
(cd "$(buildah mount "$mounted")" && find . -type f -exec ls -l {} +)
