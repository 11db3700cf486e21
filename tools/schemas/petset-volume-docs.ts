/** The volume kinds of Kubernetes 1.3 and 1.4, in our own words; continues petset-docs.ts. */
export const VOLUME_DOCS = `
Volume A volume of the pod: a name and one kind. Without any kind it is an emptyDir.
Volume.name Name that volumeMounts use; unique in the pod and different from all claim templates.
Volume.hostPath A directory or file of the node; stays on that node.
Volume.emptyDir Starts empty with each pod and goes with it. Survives restarts of containers.
Volume.gcePersistentDisk A disk of Google Compute Engine.
Volume.awsElasticBlockStore A disk of Amazon Web Services.
Volume.gitRepo A git repository, cloned when the pod starts.
Volume.secret The keys of a Secret as files.
Volume.nfs A directory of an NFS server.
Volume.iscsi A disk over iSCSI.
Volume.glusterfs A GlusterFS volume.
Volume.persistentVolumeClaim A claim in the same namespace. Pets usually get theirs from volumeClaimTemplates instead.
Volume.rbd A block device of Ceph.
Volume.flexVolume A volume of a driver on the node.
Volume.cinder A disk of OpenStack.
Volume.cephfs A Ceph file system.
Volume.flocker A Flocker volume.
Volume.downwardAPI Facts about the pod as files.
Volume.fc A disk over Fibre Channel.
Volume.azureFile A file share of Azure.
Volume.configMap The keys of a ConfigMap as files.
Volume.vsphereVolume A disk of vSphere.
Volume.quobyte A Quobyte volume.
Volume.azureDisk A disk of Azure.
HostPathVolumeSource A path of the node.
HostPathVolumeSource.path The path on the node.
EmptyDirVolumeSource A directory that lives as long as the pod.
EmptyDirVolumeSource.medium Memory for a file system in memory; empty for the node's disk.
GCEPersistentDiskVolumeSource A disk of Google Compute Engine, in the zone of the node.
GCEPersistentDiskVolumeSource.pdName Name of the disk.
AWSElasticBlockStoreVolumeSource A disk of Amazon Web Services, in the zone of the node.
AWSElasticBlockStoreVolumeSource.volumeID Identity of the disk.
GitRepoVolumeSource A git repository.
GitRepoVolumeSource.repository Address to clone from.
GitRepoVolumeSource.revision Commit, tag or branch.
GitRepoVolumeSource.directory Directory to clone into; \`.\` for the volume itself. Must not contain \`..\`.
SecretVolumeSource The keys of a Secret as files.
SecretVolumeSource.secretName Name of the Secret.
SecretVolumeSource.items Only these keys, at these paths; all keys when absent.
SecretVolumeSource.defaultMode Mode of the files, 0 to 0777.
ConfigMapVolumeSource The keys of a ConfigMap as files.
ConfigMapVolumeSource.name Name of the ConfigMap.
ConfigMapVolumeSource.items Only these keys, at these paths; all keys when absent.
ConfigMapVolumeSource.defaultMode Mode of the files, 0 to 0777.
KeyToPath A key and the file it becomes.
KeyToPath.key The key.
KeyToPath.path Relative path of the file; without \`..\`.
KeyToPath.mode Mode of the file, 0 to 0777.
DownwardAPIVolumeSource Facts about the pod as files.
DownwardAPIVolumeSource.items The files.
DownwardAPIVolumeSource.defaultMode Mode of the files, 0 to 0777.
DownwardAPIVolumeFile A file with a fact about the pod: fieldRef or resourceFieldRef.
DownwardAPIVolumeFile.path Relative path of the file; without \`..\`.
DownwardAPIVolumeFile.fieldRef A field of the pod: name, namespace, labels or annotations.
DownwardAPIVolumeFile.resourceFieldRef A limit or request of a container.
DownwardAPIVolumeFile.mode Mode of the file, 0 to 0777.
VolumeFieldSelector A field of the pod.
VolumeFieldSelector.fieldPath metadata.name, metadata.namespace, metadata.labels or metadata.annotations.
NFSVolumeSource A directory of an NFS server.
NFSVolumeSource.server Host name or address of the server.
NFSVolumeSource.path Absolute path that the server exports.
ISCSIVolumeSource A disk over iSCSI.
ISCSIVolumeSource.targetPortal Address of the target, with its port unless it is 3260 or 860.
ISCSIVolumeSource.iqn Qualified name of the target.
ISCSIVolumeSource.lun Number of the unit, 0 to 255.
ISCSIVolumeSource.iscsiInterface Transport to use.
GlusterfsVolumeSource A GlusterFS volume.
GlusterfsVolumeSource.endpoints Endpoints object with the servers.
GlusterfsVolumeSource.path Name of the volume.
PersistentVolumeClaimVolumeSource A claim in the same namespace.
PersistentVolumeClaimVolumeSource.claimName Name of the claim.
PersistentVolumeClaimVolumeSource.readOnly Mounts it read-only everywhere.
RBDVolumeSource A block device of Ceph.
RBDVolumeSource.monitors Addresses of the monitors.
RBDVolumeSource.image Name of the image.
RBDVolumeSource.pool Pool of the image.
RBDVolumeSource.user Name of the user.
RBDVolumeSource.keyring Path of the user's key ring.
RBDVolumeSource.secretRef Secret with the user's key; wins over keyring.
FlexVolumeSource A volume of a driver on the node.
FlexVolumeSource.driver Name of the driver.
FlexVolumeSource.options Options for the driver.
FlexVolumeSource.secretRef Secret that the driver gets.
CinderVolumeSource A disk of OpenStack.
CinderVolumeSource.volumeID Identity of the disk.
CephFSVolumeSource A Ceph file system.
CephFSVolumeSource.monitors Addresses of the monitors.
CephFSVolumeSource.path Directory to mount.
CephFSVolumeSource.user Name of the user.
CephFSVolumeSource.secretFile Path of the user's key ring.
CephFSVolumeSource.secretRef Secret with the user's key; wins over secretFile.
FlockerVolumeSource A Flocker volume.
FlockerVolumeSource.datasetName Name of the data set.
FCVolumeSource A disk over Fibre Channel.
FCVolumeSource.targetWWNs World-wide names of the target.
FCVolumeSource.lun Number of the unit.
AzureFileVolumeSource A file share of Azure.
AzureFileVolumeSource.secretName Secret with account and key.
AzureFileVolumeSource.shareName Name of the share.
AzureDiskVolumeSource A disk of Azure.
AzureDiskVolumeSource.diskName Name of the disk.
AzureDiskVolumeSource.diskURI Address of the disk.
AzureDiskVolumeSource.cachingMode How the node caches.
VsphereVirtualDiskVolumeSource A disk of vSphere.
VsphereVirtualDiskVolumeSource.volumePath Path of the disk file.
QuobyteVolumeSource A Quobyte volume.
QuobyteVolumeSource.registry Hosts of the registry, with their ports.
QuobyteVolumeSource.volume Name of the volume.
QuobyteVolumeSource.user User to mount as.
QuobyteVolumeSource.group Group to mount as.
*.fsType File system of the disk, such as ext4.
*.partition Partition to mount; 0 or absent for the whole disk.
*.readOnly Mounts it read-only.
*.apiVersion Version of the API that the object is written in.
*.kind Kind of the object.
*.metadata Name, labels and annotations.
*.status Written by the cluster; ignored when an object is created.
`;
