#!/bin/sh
# Writes .env for docker-compose.yml once, with new secrets: sh deploy/make-env.sh [HOST]
# With a host name, such as chat.example.org, Duologue is served at https://HOST; without one, at http://localhost:8080.
set -eu
cd "$(dirname "$0")/.."

host=${1-}
case $host in
  *[!A-Za-z0-9.-]* | .* | -*)
    echo "\"$host\" is not a host name such as chat.example.org. Nothing was written." >&2
    exit 2
    ;;
esac
if [ -e .env ]; then
  echo '.env exists already and holds the secrets of your data. Nothing was changed: edit it, or move it away.' >&2
  for name in $(sed -n 's/^\([A-Z_]*\)=.*/\1/p' .env.example); do
    grep -q "^$name=" .env || echo "It lacks $name: see .env.example. A new secret: openssl rand -hex 32" >&2
  done
  exit 1
fi

# 32 random bytes in hexadecimal.
secret() { od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'; }

settings() {
  while IFS= read -r line; do
    case $line in
      *_SECRET= | *_PASSWORD= | METRICS_TOKEN=) line=$line$(secret) ;;
      PUBLIC_ORIGIN=) line=$line${host:+https://$host} ;;
      COMPOSE_PROFILES=) line=$line${host:+https} ;;
      CPUS=2) [ "$(getconf _NPROCESSORS_ONLN)" -gt 1 ] || line=CPUS=1 ;;
    esac
    printf '%s\n' "$line"
  done
}

umask 077
text=$(settings <.env.example)
# Fails when another process has written the file meanwhile.
set -C
printf '%s\n' "$text" >.env
echo "Wrote .env with new secrets. Keep a copy in a safe place, then run: docker compose up -d --build"
