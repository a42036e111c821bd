# syntax=docker/dockerfile:1
# The image of dateline, or with --build-arg PROGRAM=dateline-solo that of dateline-solo, which has the Temporal server inside:
#
#   docker build --tag dateline .
#
# Where there is no engine, .ci/image makes the same image, of the same files and with the settings that it reads here. A
# dateline.yaml is looked for in /etc/dateline, and data is kept in /data.
FROM golang:1.26-trixie AS build
ARG PROGRAM=dateline
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache --mount=type=cache,target=/go/pkg/mod .ci/rootfs ${PROGRAM} /rootfs

FROM scratch
ARG PROGRAM=dateline
ARG VERSION=devel
ARG REVISION=unknown
LABEL org.opencontainers.image.title="${PROGRAM}"
LABEL org.opencontainers.image.description="One feed of what a team decided and did, and who waits for whom"
LABEL org.opencontainers.image.source="https://github.com/datelinehq/dateline"
LABEL org.opencontainers.image.licenses="Apache-2.0"
LABEL org.opencontainers.image.version="${VERSION}"
LABEL org.opencontainers.image.revision="${REVISION}"
COPY --from=build /rootfs /
COPY --from=build --chown=65532:65532 /rootfs/data /data
ENV DATELINE_DATA=/data
ENV DATELINE_LISTEN=:8080
ENV DATELINE_METRICS=:9090
EXPOSE 8080 9090
USER 65532:65532
WORKDIR /etc/dateline
ENTRYPOINT ["/usr/bin/entrypoint"]
CMD ["run"]
