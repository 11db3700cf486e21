package main

import (
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

// The definitions that Kubernetes was generated with, by the names that /openapi/v2 gives them.
//
// A running server publishes only what it serves: apps/v1beta1 and apps/v1beta2 are gone there, but not here.
// The enums come as the server publishes them; pkg/generated/openapi/cmd/models-schema is the model of this.
func printDefinitions() int {
	ref := func(name string) spec.Ref {
		return spec.MustCreateRef("#/definitions/" + util.ToRESTFriendlyName(name))
	}
	schemas := map[string]spec.Schema{}
	for name, definition := range openapi.GetOpenAPIDefinitions(ref) {
		schemas[util.ToRESTFriendlyName(name)] = asVersion2(definition)
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"definitions": schemas}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// A type like IntOrString carries its version 2 form beside the version 3 form (oneOf), which version 2 does not know.
func asVersion2(definition common.OpenAPIDefinition) spec.Schema {
	if version2, ok := definition.Schema.Extensions[common.ExtensionV2Schema].(spec.Schema); ok {
		return version2
	}
	return definition.Schema
}
