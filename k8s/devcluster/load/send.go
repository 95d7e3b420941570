package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// answer is what one request came to; an empty version means that no good answer came.
type answer struct {
	sent    time.Time
	took    time.Duration
	version string
	pod     string
	problem string
}

// send keeps the rate whatever the answers do: a slow answer never holds back the next request.
func (o order) send(stop <-chan os.Signal) ([]answer, int64) {
	var connections atomic.Int64
	attacker := vegeta.NewAttacker(vegeta.Client(o.client(&connections)), vegeta.MaxWorkers(10_000))
	target := vegeta.NewStaticTargeter(vegeta.Target{Method: http.MethodGet, URL: o.url})
	results := attacker.Attack(target, vegeta.Rate{Freq: o.rate, Per: time.Second}, o.duration, "")
	answers := make([]answer, 0, int(float64(o.rate)*o.duration.Seconds())+1)
	for {
		select {
		case result, more := <-results:
			if !more {
				return answers, connections.Load()
			}
			answers = append(answers, read(result))
		case <-stop:
			attacker.Stop()
		}
	}
}

func (o order) client(connections *atomic.Int64) *http.Client {
	dialer := &net.Dialer{Timeout: patience}
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives:   !o.keepAlive,
			MaxIdleConns:        1000,
			MaxIdleConnsPerHost: 1000,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err != nil || !harmless(host) {
					return nil, fmt.Errorf("%s is not allowed", address)
				}
				connections.Add(1)
				return dialer.DialContext(ctx, network, address)
			},
		},
	}
}

func read(result *vegeta.Result) answer {
	a := answer{sent: result.Timestamp, took: result.Latency}
	switch {
	case result.Code == 0:
		a.problem = kind(result.Error)
	case result.Code != http.StatusOK:
		a.problem = fmt.Sprintf("status %d", result.Code)
	case result.Error != "":
		a.problem = kind(result.Error)
	default:
		a.version, a.pod = result.Headers.Get("X-Version"), result.Headers.Get("X-Pod")
		if a.version == "" {
			a.version = "unnamed"
		}
	}
	return a
}
