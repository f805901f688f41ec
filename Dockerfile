# Bonfire as an image: docker compose up -d. What goes into it is listed in .dockerignore.
# Named by Debian's release, so that a newer Debian comes when somebody has chosen it, and Node's patches come by themselves.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package runs code of its own while it is installed. Where the lock file lacks an optional package of some platform,
# `npm ci` refuses and `npm install` adds it. The link is where plugins from npm find `bonfire`.
RUN (npm ci --omit=dev --ignore-scripts || npm install --no-save --omit=dev --ignore-scripts) \
  && ln -s .. node_modules/bonfire

FROM node:24-bookworm-slim
ENV NODE_ENV=production BONFIRE_DATA=/data BONFIRE_HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
# Made before it becomes a volume, so that a new volume belongs to who writes there.
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether the process is well, not whether a platform is: restarting does not bring Telegram back.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: signals arrive, and the exit code is Bonfire's. `docker compose run --rm bonfire doctor` works too.
ENTRYPOINT ["node", "src/main.ts"]
CMD ["start"]
