# Pointsman. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help run demo test traffic-test build lint format cluster-up cluster-down clean

help: ## say what there is to make
	@echo "make run        the one to begin with: a Kubernetes cluster on this machine, Pointsman beside it, a tour to try"
	@echo "make test       every check that this machine can run"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Needed: a JDK from 21 on (best 25), Maven 3, Go 1.26. The first run also builds Kubernetes from source: 6 to 10 minutes."
	@echo "Nothing is installed, nothing needs root, and nothing but the loopback is listened on."

run: ## raise a cluster and Pointsman, print a tour, stay until Ctrl-C (POINTSMAN_HTTP_PORT, POINTSMAN_WEBHOOK_PORT)
	@k8s/dev/run

demo: ## do the tour by itself, and compare each step with what it should say
	@k8s/dev/demo

test: ## run every check that this machine can run, and say which it could not
	@.ci/test

traffic-test: ## the tests with real nodes, real pods and real requests (root; says why where they cannot run)
	@k8s/devcluster/realnode/leftovers-test
	@k8s/devcluster/realnode/traffic-test

build: ## build the service (target/quarkus-app/quarkus-run.jar)
	@./mvnw -DskipTests package

lint: ## look at the sources only: formatting, Java compiler's findings, shell scripts
	@./mvnw -q spotless:check test-compile
	@.ci/lint-shell

format: ## format the Java sources
	@./mvnw -q spotless:apply

cluster-up: ## raise a cluster without Pointsman (NAME=dev)
	@k8s/devcluster/devcluster up --name $(or $(NAME),dev)

cluster-down: ## take it down (NAME=dev)
	@k8s/devcluster/devcluster down --name $(or $(NAME),dev)

clean: ## take all clusters of this checkout down and remove what was built, but not Kubernetes
	@k8s/devcluster/devcluster down --all
	@rm -rf target
