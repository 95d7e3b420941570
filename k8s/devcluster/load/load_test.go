package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRefusesWhatIsNotBounded(t *testing.T) {
	good := order{url: "http://198.19.0.7/", rate: 500, duration: time.Minute}
	if err := good.check(); err != nil {
		t.Fatal(err)
	}
	for why, change := range map[string]func(*order){
		"public address":  func(o *order) { o.url = "http://203.0.113.9/" },
		"a name":          func(o *order) { o.url = "http://localhost/" },
		"another scheme":  func(o *order) { o.url = "https://127.0.0.1/" },
		"too fast":        func(o *order) { o.rate = highestRate + 1 },
		"too long":        func(o *order) { o.rate, o.duration = 1, longestDuration+1 },
		"too much":        func(o *order) { o.rate = 2000; o.duration = 3 * time.Minute },
		"nothing to send": func(o *order) { o.rate = 0 },
	} {
		bad := good
		change(&bad)
		if bad.check() == nil {
			t.Errorf("%s passed", why)
		}
	}
}

func TestCountsVersionsLossesAndConnections(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n := requests.Add(1)
		w.Header().Set("X-Version", []string{"blue", "green"}[n%2])
		w.Header().Set("X-Pod", "p")
		if n == 5 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer server.Close()
	o := order{url: server.URL + "/", rate: 50, duration: 400 * time.Millisecond}
	answers, connections := o.send(nil)
	r := count(o, answers, nil)
	if r.Requests != 20 || r.Lost != 1 || r.Problems["status 502"] != 1 || connections != 20 {
		t.Fatal(r.line(), connections)
	}
	if r.Versions["blue"].Answers+r.Versions["green"].Answers != 19 || r.Pods["p"] != 19 {
		t.Fatal(r.line())
	}
	o.keepAlive = true
	if _, connections = o.send(nil); connections > 5 {
		t.Fatalf("%d connections with keep-alive", connections)
	}
}

func TestJudgesAnAnswerByTheMarkBeforeItsSending(t *testing.T) {
	file := filepath.Join(t.TempDir(), "marks")
	if err := os.WriteFile(file, []byte("100.5 swap called\n101 expect green\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := readMarks(file, "blue")
	if err != nil {
		t.Fatal(err)
	}
	at := func(seconds float64) time.Time { return time.UnixMicro(int64(seconds * 1e6)) }
	r := count(order{rate: 10}, []answer{
		{sent: at(100), version: "blue"}, {sent: at(100.2), version: "green"},
		{sent: at(101.5), version: "blue", took: 2 * time.Second}, {sent: at(101.6), version: "green"},
	}, all)
	if r.Wrong != 2 || r.Late != 1 || r.Versions["blue"].LastWrong != 1.5 || len(r.Marks) != 2 || r.Marks[0].At != 0.5 {
		t.Fatalf("%s %+v", r.line(), r.Marks)
	}
	if svg := r.picture(); !strings.Contains(svg, "swap called") || !strings.HasSuffix(svg, "</svg>\n") {
		t.Fatal(svg)
	}
}
