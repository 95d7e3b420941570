// Command load sends requests at a fixed rate for a fixed time and counts what came back: lost, late, from which
// version and pod. It is bounded by construction (rate, time, and loopback or RFC 2544 test addresses only), so that it
// can never be turned on anything but a cluster of this machine.
//
//	load --url http://198.19.3.7/ --rate 500 --duration 30s [--keepalive] [--marks FILE] [--json FILE] [--svg FILE]
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const (
	highestRate     = 2000
	longestDuration = 10 * time.Minute
	mostRequests    = 300_000
	patience        = 5 * time.Second
	late            = time.Second
)

var allowed = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("198.18.0.0/15")}

type order struct {
	url       string
	rate      int
	duration  time.Duration
	keepAlive bool
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("load: ")
	var o order
	flag.StringVar(&o.url, "url", "", "address to ask, by number")
	flag.IntVar(&o.rate, "rate", 100, "requests per second")
	flag.DurationVar(&o.duration, "duration", 10*time.Second, "how long")
	flag.BoolVar(&o.keepAlive, "keepalive", false, "reuse connections instead of a new one for each request")
	expected := flag.String("expect", "", "versions that are right from the start, with commas (default: any)")
	marks := flag.String("marks", "", "file with lines '<unix seconds> <text>', read at the end; 'expect <versions>' changes what is right from then on")
	jsonFile := flag.String("json", "", "file for the full report")
	svgFile := flag.String("svg", "", "file for the picture")
	flag.Parse()
	if err := o.check(); err != nil {
		log.Fatal(err)
	}

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	log.Printf("%d requests/s to %s for %s", o.rate, o.url, o.duration)
	answers, connections := o.send(stop)

	timeline, err := readMarks(*marks, *expected)
	if err != nil {
		log.Fatal(err)
	}
	report := count(o, answers, timeline)
	report.Connections = connections
	fmt.Println(report.line())
	if *jsonFile != "" {
		packed, err := json.MarshalIndent(report, "", "  ")
		if err == nil {
			err = os.WriteFile(*jsonFile, append(packed, '\n'), 0o644)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if *svgFile != "" {
		if err := os.WriteFile(*svgFile, []byte(report.picture()), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func (o order) check() error {
	switch target, err := url.Parse(o.url); {
	case err != nil:
		return err
	case target.Scheme != "http":
		return errors.New("--url must begin with http://")
	case !harmless(target.Hostname()):
		return fmt.Errorf("%s: only loopback and 198.18.0.0/15 are allowed, by number", target.Hostname())
	case o.rate < 1 || o.rate > highestRate:
		return fmt.Errorf("--rate is 1 to %d", highestRate)
	case o.duration <= 0 || o.duration > longestDuration:
		return fmt.Errorf("--duration is at most %s", longestDuration)
	case float64(o.rate)*o.duration.Seconds() > mostRequests:
		return fmt.Errorf("--rate times --duration is at most %d requests", mostRequests)
	}
	return nil
}

func harmless(host string) bool {
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return false
	}
	for _, prefix := range allowed {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}
