package main

import (
	"os"
	"path/filepath"
	"time"
)

// Where the host-path provisioner of the controller manager makes a folder for each claim; no flag moves it.
const volumesFolder = "/tmp/hostpath_pv"

// The provisioner lets nobody but root into its folders, and a host path takes no fsGroup: an nginx that gives up root
// could not read its own claim. The provisioners of kind and minikube make them open to all, so these become so too.
// Each folder once: what the pods make of it afterwards is theirs.
func openVolumes() {
	opened := map[string]bool{}
	for ; ; time.Sleep(100 * time.Millisecond) {
		entries, _ := os.ReadDir(volumesFolder)
		for _, entry := range entries {
			if !opened[entry.Name()] {
				opened[entry.Name()] = os.Chmod(filepath.Join(volumesFolder, entry.Name()), 0o777) == nil
			}
		}
	}
}
