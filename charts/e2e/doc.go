// Package e2e tries the chart for real.
//
// # On an API server
//
// etcd and Kubernetes' own API server, controller manager and scheduler run on the loopback interface, built as Go programs.
// They check what is installed as any cluster does: schemas, defaults, Pod Security. Containers they do not run. kwok stands
// for the nodes: it says of each pod that it runs, and of that of helm test that it succeeded. So what is tried here is what
// Helm and Kubernetes make of the chart; that every Secret that a pod mounts is there is looked up by the tests themselves,
// since nobody mounts it.
//
// # As containers
//
// The images that .ci/image makes are run by runc as the chart would have them run: its arguments and its environment, its
// user, no capabilities, containerd's seccomp profile, a root that cannot be written to, and the volumes. They have to become
// ready, do what helm test asks of them, and find no place to write but their volumes.
package e2e
