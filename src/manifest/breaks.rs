//! Why a change of a manifest cannot simply be applied, and what to do about it.

/// Why a change cannot simply be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Another object comes in its place; the old one stays until it is deleted.
    Identity,
    /// A selector cannot be changed.
    Selector,
    /// Most of a StatefulSet cannot be changed.
    StatefulSet,
    /// The templates of a StatefulSet's claims cannot be changed.
    ClaimTemplates,
    /// Nor can its claims shrink.
    ClaimTemplatesShrunk,
    /// A claim can only grow.
    Claim,
    /// A claim goes, or a database with its claims, and the data with it.
    ClaimRemoved,
    /// A Namespace goes, and everything in it.
    NamespaceRemoved,
    /// What makes a Secret goes, and the Secret with it.
    SecretRemoved,
    /// A workload goes from the files, and runs on.
    WorkloadRemoved,
    /// A way to the pods goes from the files, and whoever takes it is cut off once it is deleted.
    WayRemoved,
    /// A Service's address cannot be changed, given or taken away; of the last the API says nothing.
    ClusterIp,
    /// A Job's pods cannot be changed.
    Job,
    /// A binding's role cannot be changed.
    RoleRef,
    /// The data of an immutable ConfigMap cannot be changed.
    ImmutableData,
    /// Without `replicas` a running workload goes down to one pod before an autoscaler acts.
    ReplicasDropped,
    /// An autoscaler goes from the files, and scales on.
    AutoscalerRemoved,
    /// KEDA's ScaledObject goes from the files, and scales on.
    ScaledObjectRemoved,
}

impl Break {
    /// What to do about it.
    pub fn steps(self) -> &'static str {
        match self {
            Self::Identity => "apply the new object, move the traffic to it, then delete the old one",
            Self::Selector => {
                "the API refuses a new selector: delete the object with --cascade=orphan, which leaves its pods, apply it \
                 anew, then delete what is left of the old one: the ReplicaSet of a Deployment, else pod by pod \
                 from the first"
            }
            Self::StatefulSet => {
                "the API refuses it: delete the StatefulSet with --cascade=orphan, which leaves pods and claims, \
                 then apply it anew"
            }
            Self::ClaimTemplates => {
                "the API refuses it: let each claim grow with `kubectl patch pvc`, delete the StatefulSet with \
                 --cascade=orphan, which leaves pods and claims, then apply it anew"
            }
            Self::ClaimTemplatesShrunk => {
                "no claim shrinks: give the volume another name, delete the StatefulSet with --cascade=orphan, which \
                 leaves pods and claims, apply it anew, then delete its old pods one by one from the first, and copy the \
                 data over from each old claim"
            }
            Self::Claim => {
                "the API lets a claim grow and nothing else: make a claim of another name, copy the data, then move over"
            }
            Self::ClaimRemoved => {
                "whoever prunes deletes it, and most storage classes delete its data with it; one of another name begins empty: \
                 first copy what you need"
            }
            Self::NamespaceRemoved => {
                "whoever prunes deletes the Namespace and everything in it, data among it; `kubectl apply` leaves it: \
                 delete it once nothing that counts is in there"
            }
            Self::SecretRemoved => {
                "whoever prunes deletes the Secret with it: first roll out what no longer refers to it, or pods do not start"
            }
            Self::WorkloadRemoved => {
                "`kubectl apply` leaves it running: delete it, where another takes its place once that serves; whoever prunes \
                 deletes it at once with its pods, unless it is annotated before: argocd.argoproj.io/sync-options: Prune=false, \
                 kustomize.toolkit.fluxcd.io/prune: disabled, or helm.sh/resource-policy: keep"
            }
            Self::WayRemoved => {
                "whoever prunes cuts off those that come this way; `kubectl apply` leaves it: delete it once nobody does"
            }
            Self::ClusterIp => {
                "the API refuses it, or keeps the old address: delete the Service, then apply it anew; clients lose it \
                 meanwhile"
            }
            Self::Job => "the API refuses it: delete the Job, then apply it anew",
            Self::RoleRef => "the API refuses another role: delete the binding, then apply it anew",
            Self::ImmutableData => "the API refuses it: apply it under a new name, then delete the old one",
            Self::ReplicasDropped => {
                "applied as it is, it goes down to 1 pod before the autoscaler acts: first take `replicas` out with \
                 `kubectl apply edit-last-applied`; who applies with --server-side instead applies an object with nothing \
                 but `spec.replicas`, with --server-side --field-manager=handover --validate=false; then apply"
            }
            Self::AutoscalerRemoved => {
                "`kubectl apply` leaves it, and it fights with whoever comes next: delete it first, which leaves the \
                 pods as they are, then apply, with --force-conflicts where with --server-side; KEDA refuses a ScaledObject beside it, but for one with the annotation \
                 scaledobject.keda.sh/transfer-hpa-ownership: \"true\" and its name in \
                 spec.advanced.horizontalPodAutoscalerConfig.name"
            }
            Self::ScaledObjectRemoved => {
                "`kubectl apply` leaves it, and it fights with whoever comes next: delete it first, which takes its \
                 HorizontalPodAutoscaler along and leaves the pods as they are, then apply, with --force-conflicts where \
                 with --server-side"
            }
        }
    }
}
