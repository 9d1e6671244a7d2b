#!/bin/sh
# What an image is made of, in two steps, so that the same steps run without Docker (docker/README.md).
#   install        packages by the lockfile
#   build FOLDER   compiles, and puts what production runs into FOLDER: no simulator, no seed, no test, no development package
set -eu
PNPM="npx --yes pnpm@10.34.9"

case "$1" in
install)
  $PNPM install --frozen-lockfile
  ;;
build)
  node scripts/run.mjs build
  release=$2
  mkdir -p "$release"
  for package in shared migrations api; do
    mkdir -p "$release/$package"
    cp -R "$package/dist" "$package/package.json" "$release/$package/"
    rm -f "$release/$package/dist/.stamp"
  done
  rm -rf "$release/api/dist/seed" "$release/api/dist/development.js" "$release/api/dist/development.js.map"
  mkdir -p "$release/h5"
  cp -R h5/dist "$release/h5/"
  cp h5/package.json "$release/h5/"
  for package in e2e bench wechat-sim; do
    mkdir -p "$release/$package"
    cp "$package/package.json" "$release/$package/"
  done
  cp package.json pnpm-lock.yaml pnpm-workspace.yaml .npmrc "$release/"
  (cd "$release" && $PNPM install --frozen-lockfile --prod --filter @wuye/api...)
  rm -rf "$release/e2e" "$release/bench" "$release/wechat-sim"
  ;;
*)
  echo "usage: release.sh install | build FOLDER" >&2
  exit 1
  ;;
esac
