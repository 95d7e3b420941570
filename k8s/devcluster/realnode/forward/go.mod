module pointsman.io/devcluster/forward

go 1.26.0
