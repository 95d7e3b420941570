// Command app is a small web application that says which version and pod answered, and misbehaves on demand: slow,
// failing, unready, leaking, crashing, slow to start, quick or patient to stop. README.md lists the settings.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	settings, err := fromEnvironment(os.LookupEnv)
	if err != nil {
		log.Fatal(err)
	}
	app := newApp(settings)
	server := &http.Server{Addr: ":" + settings.port, Handler: app.routes(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	time.AfterFunc(settings.startDelay, func() {
		app.started.Store(true)
		log.Printf("%s started as %s", settings.version, app.pod)
	})
	if settings.crashAfter > 0 {
		time.AfterFunc(settings.crashAfter, func() { log.Fatal("crashing as told") })
	}

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	app.draining.Store(true)
	log.Printf("draining for %s", settings.drain)
	time.Sleep(settings.drain)
	ending, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = server.Shutdown(ending)
}
