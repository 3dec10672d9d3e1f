#!/bin/sh
# The version the Deployment serves: the tag of its image, once every replica has it.
set -eu
kubectl --context "$KUBE_CONTEXT" --namespace "$NAMESPACE" get deployment fares -o \
  jsonpath='{.spec.template.spec.containers[0].image} {.status.updatedReplicas} {.status.availableReplicas} {.spec.replicas}{"\n"}' |
  {
    read -r image updated available wanted
    [ "$updated" = "$wanted" ] && [ "$available" = "$wanted" ] || { echo "rolling, $updated of $wanted"; exit 0; }
    echo "${image##*:}"
  }
