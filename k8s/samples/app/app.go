package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	mebibyte    = 1 << 20
	mostLeaked  = 512
	longestSlow = 30 * time.Second
)

type app struct {
	settings settings
	pod      string
	started  atomic.Bool
	draining atomic.Bool
	answered atomic.Int64
	failed   atomic.Int64

	mutex     sync.Mutex
	behaviour behaviour
	leaked    [][]byte
}

// behaviour is what POST /behave changes while the application runs.
type behaviour struct {
	ready  bool
	slow   time.Duration
	errors float64
}

func newApp(s settings) *app {
	pod, _ := os.Hostname()
	a := &app{settings: s, pod: pod, behaviour: s.behaviour}
	a.leak(s.leak)
	return a
}

func (a *app) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", a.ready)
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /metrics", a.metrics)
	mux.HandleFunc("POST /behave", a.behave)
	mux.HandleFunc("/", a.answer)
	return mux
}

func (a *app) now() behaviour {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.behaviour
}

func (a *app) answer(w http.ResponseWriter, r *http.Request) {
	b := a.now()
	if b.slow > 0 {
		select {
		case <-time.After(b.slow):
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("X-Version", a.settings.version)
	w.Header().Set("X-Pod", a.pod)
	if b.errors > 0 && rand.Float64() < b.errors {
		a.failed.Add(1)
		http.Error(w, "failing as told", http.StatusInternalServerError)
		return
	}
	a.answered.Add(1)
	fmt.Fprintf(w, "%s %s\n", a.settings.version, a.pod)
}

func (a *app) ready(w http.ResponseWriter, _ *http.Request) {
	switch {
	case !a.started.Load():
		http.Error(w, "starting", http.StatusServiceUnavailable)
	case a.draining.Load():
		http.Error(w, "draining", http.StatusServiceUnavailable)
	case !a.now().ready:
		http.Error(w, "unready as told", http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready")
	}
}

func (a *app) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintf(w, "# TYPE app_requests_total counter\n")
	fmt.Fprintf(w, "app_requests_total{version=%q,code=\"200\"} %d\n", a.settings.version, a.answered.Load())
	fmt.Fprintf(w, "app_requests_total{version=%q,code=\"500\"} %d\n", a.settings.version, a.failed.Load())
}

func (a *app) behave(w http.ResponseWriter, r *http.Request) {
	wanted, err := parse(r.URL.Query().Get, a.now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mutex.Lock()
	a.behaviour = wanted.behaviour
	a.mutex.Unlock()
	a.leak(wanted.leak)
	fmt.Fprintln(w, "as you wish")
	if wanted.crash {
		time.AfterFunc(10*time.Millisecond, func() { log.Fatal("crashing as told") })
	}
}

// leak takes memory, touches it and never gives it back, up to a bound.
func (a *app) leak(mebibytes int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for ; mebibytes > 0 && len(a.leaked) < mostLeaked; mebibytes-- {
		block := make([]byte, mebibyte)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		a.leaked = append(a.leaked, block)
	}
}
