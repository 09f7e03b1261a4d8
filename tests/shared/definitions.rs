//! Where the definitions of the custom resources are that components are made of.

/// The definitions of custom resources that come in no package of models: a Go module, and the file in it.
pub(crate) const DEFINITIONS: [(&str, &str); 6] = [
    ("github.com/cloudnative-pg/cloudnative-pg@v1.30.0", "config/crd/bases/postgresql.cnpg.io_clusters.yaml"),
    ("github.com/cloudnative-pg/cloudnative-pg@v1.30.0", "config/crd/bases/postgresql.cnpg.io_scheduledbackups.yaml"),
    ("github.com/cloudnative-pg/plugin-barman-cloud@v0.13.0", "config/crd/bases/barmancloud.cnpg.io_objectstores.yaml"),
    ("github.com/cert-manager/cert-manager@v1.21.1", "deploy/crds/cert-manager.io_certificates.yaml"),
    ("github.com/cert-manager/cert-manager@v1.21.1", "deploy/crds/cert-manager.io_clusterissuers.yaml"),
    (
        "github.com/envoyproxy/gateway@v1.9.0",
        "charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_envoyproxies.yaml",
    ),
];
