# The command line in a container without a shell, a package manager, or root:
#   docker build --tag forge-alloy .
#   docker run --rm --volume "$PWD:/work:ro" forge-alloy check
# To build with exactly known base images, pass them with their digests: --build-arg NODE=…@sha256:…
ARG NODE=node:22-bookworm-slim
ARG BASE=gcr.io/distroless/nodejs22-debian12:nonroot

FROM ${NODE} AS build
WORKDIR /src
COPY . .
# Without scripts of packages: nothing that is built needs them.
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN npm run build
RUN mkdir /package && npm pack --ignore-scripts --pack-destination /package --workspace server

# Only the npm package. A release puts the published one in its place: --build-context package=FOLDER
FROM scratch AS package
COPY --from=build /package/ /

FROM ${NODE} AS install
COPY --from=package /*.tgz /package/
# Offline: the package has no dependencies.
RUN npm install --prefix /opt/forge-alloy --offline --ignore-scripts --no-audit --no-fund /package/*.tgz

FROM ${BASE}
COPY --from=install /opt/forge-alloy /opt/forge-alloy
WORKDIR /work
# The user "nonroot" of distroless images; a number, so that Kubernetes can tell that it is not root.
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/opt/forge-alloy/node_modules/.bin/forge-alloy"]
CMD ["--help"]
