# Builds in one stage. The final image holds neither sources nor development packages.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `npm ci --omit=dev` would install the Prisma CLI, an optional peer of its client, of 250 MB. The lock file fixes the versions.
RUN npm pkg delete devDependencies \
 && npm install --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
WORKDIR /app
# Eight threads: password hashes use some of them; files and name look-ups use the rest.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    UV_THREADPOOL_SIZE=8
# `docker compose exec node1 duologue doctor` runs a command in a container.
RUN mkdir /data /files && chown node:node /data /files && ln -s /app/dist/cli.js /usr/local/bin/duologue
COPY package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build --chmod=755 /app/dist ./dist
COPY prisma ./prisma
COPY scripts/run-node.sh ./scripts/run-node.sh
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The script sets the V8 flags and becomes the node process, which so receives SIGTERM.
CMD ["scripts/run-node.sh", "dist/main.js"]
