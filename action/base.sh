#!/usr/bin/env bash
# base.sh TEMP: writes the files of the commit before the change into a new folder below TEMP and prints its path.
# Prints nothing and ends with 1 where the checkout in this folder does not have that commit.
set -euo pipefail
temp=$(cd "$1" && pwd)
# A file larger than this is no text that the gate reads. Of weights only the size counts, so they are not written twice.
limit=16777216
# No settings of the machine, and none of the environment, since they may name programs to run.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_LFS_SKIP_SMUDGE=1 GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1

native() { if command -v cygpath >/dev/null; then cygpath -m "$1"; else printf '%s\n' "$1"; fi; }

# Named outright: git looks for no other repository, and asks nobody who owns this one (in a container it is another user).
[ -d .git ]
store=$(native "$PWD/.git")
name() { git --git-dir="$store" rev-parse --verify --quiet "$1^{commit}"; }

case "${GITHUB_EVENT_NAME-}" in
  pull_request)
    # Only the merge commit that GitHub made has the target branch as its first parent. Of a commit that the author of
    # the pull request made, the first parent may be theirs too, and hold what the gate must not take for old.
    [ "$(name HEAD)" = "${GITHUB_SHA-}" ]
    name 'HEAD^2' >/dev/null
    commit=$(name 'HEAD^1')
    ;;
  merge_group)
    [[ "${MLG_GROUP_BASE-}" =~ ^[0-9a-f]{40,64}$ ]]
    commit=$(name "$MLG_GROUP_BASE")
    ;;
  *) exit 1 ;;
esac

place=$(mktemp -d "$temp/model-license-gate-base.XXXXXX")
trap 'rm -rf "$place"' EXIT
mkdir "$place/files"
# A repository of its own that only borrows the objects: no hooks, no filters, no settings of the checkout.
bare=$(native "$place/git")
git init --quiet --bare --template= "$bare"
mkdir -p "$place/git/objects/info" "$place/git/info"
printf '%s\n' "$store/objects" >"$place/git/objects/info/alternates"
# These win over every .gitattributes. Otherwise a pull request could choose how the files before it are written.
echo '* -text -ident -filter !eol !working-tree-encoding' >"$place/git/info/attributes"
cd "$place/files"
git() { command git --git-dir="$bare" --work-tree="$(native "$place/files")" -c core.bare=false "$@"; }
git read-tree "$commit"
empty=$(git hash-object -w --stdin </dev/null)
git ls-tree -r -l -z --full-tree "$commit" | while IFS= read -r -d '' line; do
  size=${line%%$'\t'*}
  size=${size##* }
  if [ "$size" != - ] && [ "$size" -gt "$limit" ]; then printf '%s\t%s\0' "$size" "${line#*$'\t'}"; fi
done >"$place/large"
while IFS= read -r -d '' line; do printf '100644 %s\t%s\0' "$empty" "${line#*$'\t'}"; done <"$place/large" |
  git update-index -z --index-info
git checkout-index --all --quiet
while IFS= read -r -d '' line; do
  # A hole of the size: takes no space where the file system knows holes.
  dd if=/dev/null of="./${line#*$'\t'}" bs=1 count=0 seek="${line%%$'\t'*}"
done <"$place/large"
rm -rf "$place/git" "$place/large"
trap - EXIT
native "$place/files"
