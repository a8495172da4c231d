#!/usr/bin/env bash
# Becomes the program that judges: the second step of action.yml. Prints fixed words only, nothing from inputs or files.
# Exit code: that of the gate (0, 1 or 2), and 2 where the step before has found no program.
set -euo pipefail
# The tokens go to the gate through a pipe, which is read once. In the environment of a process every program that it starts could read
# them, even after they are unset: so nothing else is started here, and the gate takes the place of this shell.
token=${MLG_TOKEN-} hub_token=''
if [ "${MLG_HUB-}" = true ]; then hub_token=${HF_TOKEN-}; fi
unset MLG_TOKEN GITHUB_TOKEN GH_TOKEN HF_TOKEN

fail() {
  echo "::error title=Model license gate::$1"
  exit 2
}

[ -n "${MLG_PROGRAM-}" ] || fail 'There is no program to run.'

arguments=(
  "--fail-on=${MLG_FAIL_ON:-error}"
  "--review=${MLG_REVIEW:-comment}"
  "--scope=${MLG_SCOPE:-changed}"
  --tokens-from-stdin
)
if [ -n "${MLG_CONFIG-}" ]; then arguments+=("--config=$MLG_CONFIG"); fi
if [ -n "${MLG_REPORT-}" ]; then arguments+=("--report=$MLG_REPORT"); fi
if [ -n "${MLG_SARIF-}" ]; then arguments+=("--sarif=$MLG_SARIF"); fi
if [ -n "${MLG_PULL_REQUEST-}" ]; then arguments+=("--pr=$MLG_PULL_REQUEST"); fi
if [ "${MLG_FAIL_IF_EMPTY-}" = true ]; then arguments+=(--fail-if-empty); fi
# A report of another run is posted as it is: nothing is looked up for it.
if [ -n "${MLG_FROM_REPORT-}" ]; then
  arguments+=("--from-report=$MLG_FROM_REPORT")
elif [ "${MLG_HUB-}" = true ]; then
  arguments+=(--hub)
fi
# One path a line; blanks around it are the YAML's.
paths=()
while IFS=$' \t' read -r path || [ -n "$path" ]; do
  path=${path%$'\r'}
  path=${path%"${path##*[! ]}"}
  if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"${MLG_PATH:-.}"
[ "${#paths[@]}" -gt 0 ] || paths=(.)
cd "${GITHUB_WORKSPACE:-.}"
exec "$MLG_PROGRAM" review "${arguments[@]}" -- "${paths[@]}" < <(printf '%s\n' "$token" "$hub_token")
