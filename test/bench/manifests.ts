/** A StatefulSet with an init container, as people write them: 49 lines with its separator. */
export function statefulSet(index: number, replicas = '3'): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web-${index}
spec:
  serviceName: nginx-${index}
  replicas: ${replicas}
  selector:
    matchLabels:
      app: nginx-${index}
  template:
    metadata:
      labels:
        app: nginx-${index}
    spec:
      initContainers:
      - name: seed
        image: busybox:1.36
        command: ["sh", "-c", "cp -n /etc/hosts /data/hosts; mkdir -p /data/x"]
        volumeMounts:
        - name: data
          mountPath: /data
      containers:
      - name: nginx
        image: nginx:1.27
        ports:
        - containerPort: 80
          name: web
        env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
        volumeMounts:
        - name: data
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: ["ReadWriteOnce"]
      resources:
        requests:
          storage: 1Gi
`;
}

export function headlessService(index: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: nginx-${index}
spec:
  clusterIP: None
  selector:
    app: nginx-${index}
  ports:
  - port: 80
    name: web
`;
}
