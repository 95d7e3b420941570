// Command image puts files into a container image and writes it as a docker-archive, with no container engine and no
// registry: image --name NAME:TAG --out FILE [--layer SOURCE=DESTINATION]... [--env K=V]... [--user UID] -- ENTRYPOINT...
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("image: ")
	var layers, environment list
	reference := flag.String("name", "", "name and tag of the image")
	out := flag.String("out", "", "file to write")
	user := flag.String("user", "65532", "numeric user that the container runs as")
	directory := flag.String("workdir", "/", "working directory")
	flag.Var(&layers, "layer", "SOURCE=DESTINATION, one layer each")
	flag.Var(&environment, "env", "NAME=VALUE")
	flag.Parse()
	config := v1.Config{User: *user, Env: environment, WorkingDir: *directory, Entrypoint: flag.Args()}
	if err := write(*reference, *out, layers, config); err != nil {
		log.Fatal(err)
	}
}

func write(reference, out string, sources []string, config v1.Config) error {
	tag, err := name.NewTag(reference, name.StrictValidation)
	if err != nil {
		return err
	}
	var layers []v1.Layer
	for _, each := range sources {
		source, destination, found := strings.Cut(each, "=")
		if !found || !strings.HasPrefix(destination, "/") {
			return fmt.Errorf("--layer %s: wanted SOURCE=/DESTINATION", each)
		}
		made, err := layer(source, destination)
		if err != nil {
			return err
		}
		layers = append(layers, made)
	}
	image, err := mutate.AppendLayers(empty.Image, layers...)
	if err != nil {
		return err
	}
	file, err := image.ConfigFile()
	if err != nil {
		return err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture, file.Config = "linux", runtime.GOARCH, config
	if image, err = mutate.ConfigFile(image, file); err != nil {
		return err
	}
	if err := tarball.WriteToFile(out+".new", tag, image); err != nil {
		return err
	}
	return os.Rename(out+".new", out)
}
