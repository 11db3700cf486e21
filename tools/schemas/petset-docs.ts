/** What the fields of Kubernetes 1.3 and 1.4 mean, in our own words. A line is `Model` or `Model.field`, then the text. */
export const DOCS = `
PetSet A set of pets: pods with a stable name, a stable DNS name and their own claims, started one after the other.
PetSet.apiVersion \`apps/v1alpha1\`: served by Kubernetes 1.3 and 1.4 only.
PetSet.kind \`PetSet\`; its successor from Kubernetes 1.5 on is StatefulSet.
PetSet.metadata Name, namespace, labels and annotations of the set. Labels are copied from the template when there are none.
PetSet.spec What the set should be. Only replicas (and, in 1.4, the containers) can be changed later.
PetSet.status Written by the controller; ignored when an object is created.
PetSetSpec What the set should be. Only replicas (and, in 1.4, the containers) can be changed later.
PetSetSpec.replicas How many pets there should be; they are called \`<set>-0\` to \`<set>-N\`.
PetSetSpec.selector Which pods belong to the set. Taken from the template's labels when absent. Other pods that match it are deleted as strangers.
PetSetSpec.template The pod that each pet is made from. Its labels must match the selector.
PetSetSpec.volumeClaimTemplates A claim for each pet, called \`<claim>-<set>-<ordinal>\`. It becomes a pod volume of the same name and is never deleted by the set.
PetSetSpec.serviceName The headless Service that gives the pets their DNS names. Make it yourself, in the same namespace and before the set.
PetSetStatus Written by the controller.
PetSetStatus.observedGeneration The generation the controller has acted on; never set in 1.3 and 1.4.
PetSetStatus.replicas How many pets the controller counts, also those that are blocked and do not exist yet.
PodTemplateSpec The pod that each pet is made from.
PodTemplateSpec.metadata Labels and annotations of each pet. Init containers and the initialized switch are annotations here.
PodTemplateSpec.spec Containers and volumes of each pet.
PodSpec What runs in a pod.
PodSpec.volumes Volumes that containers may mount. Claim templates of the set are added by themselves.
PodSpec.containers The containers of the pod; at least one.
PodSpec.restartPolicy What happens when a container ends. A PetSet allows only Always.
PodSpec.terminationGracePeriodSeconds Seconds between the stop signal and the kill. 0 is unsafe for pets with storage: two pods of one identity may overlap.
PodSpec.activeDeadlineSeconds Seconds after which the whole pod is killed.
PodSpec.dnsPolicy Where names are resolved: in the cluster first, or as the node does.
PodSpec.nodeSelector Labels that a node must carry to run the pod.
PodSpec.serviceAccountName The service account the pod acts as.
PodSpec.serviceAccount Old name of serviceAccountName.
PodSpec.nodeName Binds the pod to this node without asking the scheduler.
PodSpec.hostNetwork Uses the network of the node; ports of containers are then ports of the node.
PodSpec.hostPID Sees the processes of the node.
PodSpec.hostIPC Uses the inter-process communication of the node.
PodSpec.securityContext User, groups and SELinux labels for all containers.
PodSpec.imagePullSecrets Secrets with credentials for the image registry.
PodSpec.hostname Host name of the pod. Leave it out in a set: every pet would get the same one.
PodSpec.subdomain Governing domain of the pod. Leave it out in a set: serviceName does this.
Container A program in its image, with its mounts and ports.
Container.name Name of the container, unique in the pod, init containers included.
Container.image The image to run, with its tag.
Container.command What to start, instead of the image's entry point. \`$(NAME)\` is replaced by environment variables.
Container.args Arguments of the command or the entry point, instead of those of the image.
Container.workingDir Directory to start in, instead of that of the image.
Container.ports Ports the container listens on. Naming them is enough for probes and Services to use the name.
Container.env Environment variables.
Container.resources CPU and memory the container asks for and may use at most.
Container.volumeMounts Where volumes appear in the container's file system.
Container.livenessProbe Restarts the container when it fails. Forbidden on init containers.
Container.readinessProbe Takes the pet out of the Service while it fails; the next pet waits for it. Forbidden on init containers.
Container.lifecycle Hooks after the start and before the stop. Forbidden on init containers.
Container.terminationMessagePath File whose content becomes the container's last message.
Container.imagePullPolicy When the image is pulled. Always if the tag is latest or missing, else IfNotPresent.
Container.securityContext User, capabilities and privileges of this container.
Container.stdin Keeps the standard input open.
Container.stdinOnce Closes the standard input after the first client has gone.
Container.tty Gives the container a terminal; needs stdin.
ContainerPort A port the container listens on.
ContainerPort.name Name of the port, at most 15 letters, digits and dashes; Services and probes may use it.
ContainerPort.containerPort The port number in the container.
ContainerPort.hostPort The port on the node. Only one such pod fits on a node.
ContainerPort.protocol TCP or UDP.
ContainerPort.hostIP Address of the node to bind hostPort to.
EnvVar An environment variable: a value, or where it comes from.
EnvVar.name Name of the variable: letters, digits and underscores.
EnvVar.value Its text; quote numbers and booleans. \`$(OTHER)\` is replaced by earlier variables.
EnvVar.valueFrom Takes the value from elsewhere; not together with a value.
EnvVarSource Where a variable comes from: exactly one of the fields.
EnvVarSource.fieldRef A field of the pod, such as its name.
EnvVarSource.resourceFieldRef A resource limit or request of a container.
EnvVarSource.configMapKeyRef A key of a ConfigMap.
EnvVarSource.secretKeyRef A key of a Secret.
ConfigMapKeySelector A key of a ConfigMap.
ConfigMapKeySelector.name Name of the ConfigMap.
ConfigMapKeySelector.key The key to take.
SecretKeySelector A key of a Secret.
SecretKeySelector.name Name of the Secret.
SecretKeySelector.key The key to take.
ObjectFieldSelector A field of the pod.
ObjectFieldSelector.apiVersion Version of the path's schema.
ObjectFieldSelector.fieldPath Path of the field, for example metadata.name.
ResourceFieldSelector A resource limit or request of a container.
ResourceFieldSelector.containerName The container; needed in volumes.
ResourceFieldSelector.resource limits.cpu, limits.memory, requests.cpu or requests.memory.
ResourceFieldSelector.divisor Unit of the result.
ResourceRequirements What is asked for and what is the most allowed.
ResourceRequirements.limits The most that may be used, by resource (cpu, memory).
ResourceRequirements.requests What is set aside, by resource (cpu, memory; for claims: storage). Taken from limits when absent.
VolumeMount Where a volume appears in the container.
VolumeMount.name Name of a pod volume or of a claim template.
VolumeMount.readOnly Forbids writing.
VolumeMount.mountPath Absolute path in the container; without a colon.
VolumeMount.subPath Mounts only this path of the volume; relative, without \`..\`.
Probe A check that the kubelet repeats: exactly one of exec, httpGet and tcpSocket.
Probe.exec Runs a command; exit status 0 is success.
Probe.httpGet Asks over HTTP; a status from 200 to 399 is success.
Probe.tcpSocket Opens a connection.
Probe.initialDelaySeconds Seconds after the start before the first check.
Probe.timeoutSeconds Seconds after which a check has failed.
Probe.periodSeconds Seconds between two checks.
Probe.successThreshold Successes in a row until it counts as well again; must be 1 for liveness.
Probe.failureThreshold Failures in a row until it counts as failed.
Handler An action: exactly one of exec, httpGet and tcpSocket.
Handler.exec Runs a command in the container.
Handler.httpGet Sends an HTTP request.
Handler.tcpSocket Opens a connection; not supported for hooks.
Lifecycle Actions around the life of a container.
Lifecycle.postStart Runs right after the start; the container is killed if it fails.
Lifecycle.preStop Runs before the container is stopped, within the grace period.
ExecAction A command in the container.
ExecAction.command Program and arguments; no shell around them.
HTTPGetAction An HTTP request.
HTTPGetAction.path Path to ask for.
HTTPGetAction.port Number or name of the container's port.
HTTPGetAction.host Host to ask; the pod's address when absent.
HTTPGetAction.scheme HTTP or HTTPS.
HTTPGetAction.httpHeaders Headers to send.
HTTPHeader A header.
HTTPHeader.name Name of the header.
HTTPHeader.value Value of the header.
TCPSocketAction A connection.
TCPSocketAction.port Number or name of the container's port.
SecurityContext User and privileges of a container.
SecurityContext.capabilities Linux capabilities to add or drop.
SecurityContext.privileged Gives the container all rights on the node, if the cluster allows it.
SecurityContext.seLinuxOptions SELinux label of the container.
SecurityContext.runAsUser User id to run as.
SecurityContext.runAsNonRoot Refuses to start as user 0.
SecurityContext.readOnlyRootFilesystem Forbids writing to the image's own file system.
Capabilities Linux capabilities, without the CAP_ in front.
Capabilities.add Capabilities to add.
Capabilities.drop Capabilities to take away.
SELinuxOptions An SELinux label.
SELinuxOptions.user SELinux user.
SELinuxOptions.role SELinux role.
SELinuxOptions.type SELinux type.
SELinuxOptions.level SELinux level.
PodSecurityContext User and groups of the whole pod.
PodSecurityContext.seLinuxOptions SELinux label of all containers.
PodSecurityContext.runAsUser User id of all containers.
PodSecurityContext.runAsNonRoot Refuses to start as user 0.
PodSecurityContext.supplementalGroups More group ids for the first process.
PodSecurityContext.fsGroup Group that owns the volumes and that all containers belong to.
LocalObjectReference An object in the same namespace.
LocalObjectReference.name Its name.
ObjectMeta Name, labels and annotations of an object.
ObjectMeta.name Name of the object, unique for its kind in the namespace.
ObjectMeta.generateName Start of a name that the server completes.
ObjectMeta.namespace Where the object lives; that of the context when absent.
ObjectMeta.selfLink Address of the object; written by the server.
ObjectMeta.uid Identity of the object; written by the server.
ObjectMeta.resourceVersion Version of the stored object; written by the server.
ObjectMeta.generation Counts changes of the spec; written by the server.
ObjectMeta.creationTimestamp When it was made; written by the server.
ObjectMeta.deletionTimestamp When it will be gone; written by the server.
ObjectMeta.deletionGracePeriodSeconds Seconds it has for its deletion; written by the server.
ObjectMeta.labels Words to select the object by; keys and values are strings of at most 63 characters.
ObjectMeta.annotations Notes for tools; keys and values are strings. On a pod template, init containers stand here.
ObjectMeta.ownerReferences Objects that this one depends on.
ObjectMeta.finalizers Whoever must act before the object is gone.
ObjectMeta.clusterName Not used.
OwnerReference An object that this one depends on.
OwnerReference.apiVersion API version of the owner.
OwnerReference.kind Kind of the owner.
OwnerReference.name Name of the owner.
OwnerReference.uid Identity of the owner.
OwnerReference.controller Whether the owner is the controller.
LabelSelector Selects objects by their labels; all parts must hold.
LabelSelector.matchLabels Labels that must be there with exactly these values.
LabelSelector.matchExpressions Further conditions on labels.
LabelSelectorRequirement A condition on a label.
LabelSelectorRequirement.key The label.
LabelSelectorRequirement.operator How the label is compared with the values.
LabelSelectorRequirement.values Needed for In and NotIn, forbidden for Exists and DoesNotExist.
PersistentVolumeClaim A wish for storage that outlives pods.
PersistentVolumeClaim.metadata Name of the claim. In a claim template: the name that containers mount.
PersistentVolumeClaim.spec What storage is wanted.
PersistentVolumeClaim.status Written by the controller.
PersistentVolumeClaimSpec What storage is wanted. Cannot be changed later.
PersistentVolumeClaimSpec.accessModes How the volume may be mounted; at least one.
PersistentVolumeClaimSpec.selector Labels that the volume must carry.
PersistentVolumeClaimSpec.resources requests.storage is the size.
PersistentVolumeClaimSpec.volumeName Binds to this volume and no other.
PersistentVolumeClaimStatus Written by the controller.
PersistentVolumeClaimStatus.phase Pending, Bound or Lost.
PersistentVolumeClaimStatus.accessModes How the volume can be mounted.
PersistentVolumeClaimStatus.capacity How large the volume is.
Service A name and an address for a group of pods.
Service.spec Ports, selector and kind of the Service.
ServiceSpec Ports, selector and kind of the Service.
ServiceSpec.ports Ports of the Service. Without any, there are no DNS names either (in 1.3 and 1.4).
ServiceSpec.selector Labels of the pods behind the Service.
ServiceSpec.clusterIP Address of the Service. None makes it headless, which is what the pets of a set need.
ServiceSpec.type How the Service can be reached. A governing Service is ClusterIP.
ServiceSpec.externalIPs Addresses of nodes that also lead to the Service.
ServiceSpec.deprecatedPublicIPs Old name of externalIPs.
ServiceSpec.sessionAffinity ClientIP keeps a client at the same pod.
ServiceSpec.loadBalancerIP Address to ask the load balancer for.
ServiceSpec.loadBalancerSourceRanges Networks that may reach the load balancer.
ServiceSpec.externalName DNS name that the Service stands for (type ExternalName).
ServicePort A port of the Service.
ServicePort.name Name of the port; needed as soon as there are two. Named ports get SRV records.
ServicePort.protocol TCP or UDP.
ServicePort.port Port number of the Service.
ServicePort.targetPort Number or name of the pod's port; the same as port when absent.
ServicePort.nodePort Port on every node (types NodePort and LoadBalancer).
Pod Containers that run together on a node.
Pod.metadata Name, labels and annotations of the pod.
Pod.spec What runs in the pod.
`;
