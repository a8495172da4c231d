# The gate as a static program in an image without anything else: no shell, no libraries, no user who may write.
# The version is for readers; what is taken is the digest, which the update bot keeps in step.
FROM rust:1.95-slim-bookworm@sha256:d7482085ff5b415f84dba5647ae71606650bdef00db7aeb69f4b3d170c3e4082 AS build
ENV CARGO_TERM_COLOR=never
WORKDIR /source
COPY . .
# Features can be chosen, `--no-default-features` for a program without network code.
ARG FEATURES=
# Static glibc: the target is named so that build scripts and macros are not built that way. Position dependent, as it starts faster.
# No folder of this stage is named in the program.
RUN target=$(rustc --print host-tuple) \
    && RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static --remap-path-prefix=$CARGO_HOME/registry/src=crates" \
       cargo build --profile dist --locked --target "$target" $FEATURES \
    && install -D "target/$target/dist/model-license-gate" /image/model-license-gate \
    && install -D -m 644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt

FROM scratch
LABEL org.opencontainers.image.title="model-license-gate" \
      org.opencontainers.image.description="Blocks a release that breaks its base model's license" \
      org.opencontainers.image.source="https://github.com/model-license-gate/model-license-gate" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /image /
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/model-license-gate"]
CMD ["check"]
