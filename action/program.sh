#!/usr/bin/env bash
# Checks the inputs, gets the program that judges, and writes its path into the outputs of the step: the first step of action.yml, which has no token.
# Prints fixed words only, nothing from inputs or files. Exit code: 0, or 2 for an input that is none of its words and
# where there is no program to run.
set -euo pipefail
releases=https://github.com/model-license-gate/model-license-gate/releases/download
action=$GITHUB_ACTION_PATH
temp=${RUNNER_TEMP:-${TMPDIR:-/tmp}}
# The workflow may have put tokens here for other steps. Every program that runs below could read them in the environment that this
# process began with, so it begins anew without them.
if [ -n "${GITHUB_TOKEN-}${GH_TOKEN-}${HF_TOKEN-}" ]; then
  unset GITHUB_TOKEN GH_TOKEN HF_TOKEN
  exec bash "$0"
fi
# On Windows RUNNER_TEMP and the like have backslashes, which tar-like programs of the shell misread.
if command -v cygpath >/dev/null; then
  action=$(cygpath -u "$action") temp=$(cygpath -u "$temp")
fi

fail() {
  echo "::error title=Model license gate::$1"
  exit 2
}

# Inputs of fixed words, before anything is downloaded or built.
case "${MLG_FAIL_ON:-error}" in error | warning | never) ;; *) fail 'The input "fail-on" must be error, warning or never.' ;; esac
case "${MLG_REVIEW:-comment}" in comment | request-changes | off) ;; *) fail 'The input "review" must be comment, request-changes or off.' ;; esac
case "${MLG_SCOPE:-changed}" in changed | all) ;; *) fail 'The input "scope" must be changed or all.' ;; esac
case "${MLG_HUB:-false}" in true | false) ;; *) fail 'The input "hub" must be true or false.' ;; esac
case "${MLG_FAIL_IF_EMPTY:-false}" in true | false) ;; *) fail 'The input "fail-if-empty" must be true or false.' ;; esac
case "${MLG_PULL_REQUEST-}" in *[!0-9]* | 0*) fail 'The input "pull-request" must be the number of a pull request.' ;; esac

# The target that the release names its program after, or nothing.
target() {
  case "${RUNNER_OS-}-${RUNNER_ARCH-}" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    # Windows on ARM runs the other's programs.
    Windows-X64 | Windows-ARM64) echo x86_64-pc-windows-msvc.exe ;;
  esac
}

# Whether a file has the SHA-256.
matches() {
  local line
  if command -v sha256sum >/dev/null; then
    line=$(sha256sum <"$1")
  else
    line=$(shasum -a 256 <"$1")
  fi
  [ "${line%% *}" = "$2" ]
}

# Sets `gate` to the program of the release. Returns 1 with `why` set where there is none to be had.
release() {
  local target sum='' place='' cache fresh
  target=$(target)
  if [ -n "$target" ]; then
    read -r sum place < <(grep -E "^[0-9a-f]{64}  v[0-9.]+/model-license-gate-$target\$" "$action/action/checksums.txt") || true
  fi
  if [ -z "$sum" ]; then
    why='this commit belongs to no release with a program for this runner'
    return 1
  fi
  cache=${RUNNER_TOOL_CACHE:-$temp}
  if command -v cygpath >/dev/null; then cache=$(cygpath -u "$cache"); fi
  cache=$cache/model-license-gate/$sum
  gate=$cache/${place#*/}
  if [ -f "$gate" ] && matches "$gate" "$sum"; then
    return 0
  fi
  fresh=$(mktemp "$temp/model-license-gate.XXXXXX")
  if ! curl --proto =https --tlsv1.2 -fsSL --retry 3 --connect-timeout 20 --max-time 300 -o "$fresh" "$releases/$place"; then
    rm -f "$fresh"
    why='the program of the release could not be downloaded'
    return 1
  fi
  if ! matches "$fresh" "$sum"; then
    rm -f "$fresh"
    fail 'The downloaded program has not the SHA-256 that this action was released with. It was not run.'
  fi
  chmod 755 "$fresh"
  # A cache that cannot be written to costs the next run a download, nothing else.
  if mkdir -p "$cache" 2>/dev/null && mv -f "$fresh" "$gate" 2>/dev/null; then
    return 0
  fi
  gate=$fresh
}

# Sets `gate` to the program, compiled from the source beside action.yml.
build() {
  command -v cargo >/dev/null || fail "There is no program to run: $why, and Rust is not installed on this runner."
  echo "Building from source, which takes minutes: $why."
  # In the folder of the action, since cargo obeys the .cargo/config.toml of the folder it is called in:
  # the workspace belongs to whoever opened the pull request.
  (cd "$action" && cargo build --quiet --profile dist --locked --manifest-path "$action/Cargo.toml" --target-dir "$action/target") ||
    fail 'The program could not be built from source.'
  gate=$action/target/dist/model-license-gate
  if [ -f "$gate.exe" ]; then gate=$gate.exe; fi
}

why='the workflow asks for it'
case "${MLG_VERSION:-release}" in
  release) release || build ;;
  build) build ;;
  installed) gate=$(command -v model-license-gate) || fail 'There is no model-license-gate on the PATH of this runner.' ;;
  *) fail 'The input "version" must be release, build or installed.' ;;
esac
echo "program=$gate" >>"$GITHUB_OUTPUT"
