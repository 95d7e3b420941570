package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

type report struct {
	URL         string             `json:"url"`
	Rate        int                `json:"rate"`
	KeepAlive   bool               `json:"keepAlive"`
	Start       float64            `json:"start"`
	Seconds     float64            `json:"seconds"`
	Requests    int                `json:"requests"`
	Connections int64              `json:"connections"`
	Lost        int                `json:"lost"`
	Late        int                `json:"late"`
	Wrong       int                `json:"wrong"`
	Problems    map[string]int     `json:"problems"`
	Versions    map[string]*share  `json:"versions"`
	Pods        map[string]int     `json:"pods"`
	Millis      map[string]float64 `json:"millis"`
	Marks       []mark             `json:"marks"`
	Timeline    []slice            `json:"timeline"`

	step time.Duration
}

// share says how often and from when to when, in seconds after the start, a version answered; wrong answers apart.
type share struct {
	Answers   int     `json:"answers"`
	First     float64 `json:"first"`
	Last      float64 `json:"last"`
	Wrong     int     `json:"wrong"`
	LastWrong float64 `json:"lastWrong,omitempty"`
}

// slice is one step of the timeline, by the time of sending.
type slice struct {
	At       float64        `json:"at"`
	Versions map[string]int `json:"versions,omitempty"`
	Lost     int            `json:"lost,omitempty"`
	Late     int            `json:"late,omitempty"`
	Wrong    int            `json:"wrong,omitempty"`
}

func count(o order, answers []answer, marks marks) *report {
	r := &report{
		URL: o.url, Rate: o.rate, KeepAlive: o.keepAlive, Requests: len(answers),
		Problems: map[string]int{}, Versions: map[string]*share{}, Pods: map[string]int{}, Millis: map[string]float64{},
	}
	if len(answers) == 0 {
		return r
	}
	slices.SortFunc(answers, func(a, b answer) int { return a.sent.Compare(b.sent) })
	start := answers[0].sent
	length := answers[len(answers)-1].sent.Sub(start)
	r.Start, r.Seconds = float64(start.UnixNano())/1e9, round(length.Seconds())
	r.step = max(200*time.Millisecond, (length / 200).Round(100*time.Millisecond))
	r.Timeline = make([]slice, int(length/r.step)+1)
	for i := range r.Timeline {
		r.Timeline[i] = slice{At: round((time.Duration(i) * r.step).Seconds()), Versions: map[string]int{}}
	}
	var took []time.Duration
	for _, a := range answers {
		at := a.sent.Sub(start)
		if a.problem == "" {
			took = append(took, a.took)
		}
		r.add(a, at, &r.Timeline[int(at/r.step)], marks.right(a.sent, a.version))
	}
	slices.Sort(took)
	for name, part := range map[string]float64{"p50": 0.5, "p99": 0.99, "p999": 0.999, "max": 1} {
		if len(took) > 0 {
			r.Millis[name] = round(float64(took[int(math.Ceil(part*float64(len(took))))-1].Microseconds()) / 1000)
		}
	}
	r.Marks = marks.after(start)
	return r
}

func (r *report) add(a answer, at time.Duration, into *slice, right bool) {
	if a.problem != "" {
		r.Lost++
		r.Problems[a.problem]++
		into.Lost++
		return
	}
	version := r.Versions[a.version]
	if version == nil {
		version = &share{First: round(at.Seconds())}
		r.Versions[a.version] = version
	}
	version.Answers++
	version.Last = round(at.Seconds())
	r.Pods[a.pod]++
	into.Versions[a.version]++
	if a.took > late {
		r.Late++
		into.Late++
	}
	if !right {
		r.Wrong++
		into.Wrong++
		version.Wrong++
		version.LastWrong = round(at.Seconds())
	}
}

// line is the report for people and scripts that read one line.
func (r *report) line() string {
	var parts []string
	for _, version := range sorted(r.Versions) {
		parts = append(parts, fmt.Sprintf("%s %d", version, r.Versions[version].Answers))
	}
	for _, problem := range sorted(r.Problems) {
		parts = append(parts, fmt.Sprintf("%s %d", problem, r.Problems[problem]))
	}
	return fmt.Sprintf("%d requests in %.1f s: %d lost, %d late, %d wrong; %s; %s",
		r.Requests, r.Seconds, r.Lost, r.Late, r.Wrong, strings.Join(parts, ", "), r.detail())
}

func (r *report) detail() string {
	return fmt.Sprintf("%d pods, %d connections; p50 %.1f ms, p99 %.1f ms, max %.1f ms",
		len(r.Pods), r.Connections, r.Millis["p50"], r.Millis["p99"], r.Millis["max"])
}

// kind turns a client's error into a bounded name.
func kind(text string) string {
	for _, known := range []string{"connection refused", "connection reset", "EOF", "no route to host", "network is unreachable",
		"broken pipe", "cannot assign requested address", "Timeout exceeded", "i/o timeout"} {
		if strings.Contains(text, known) {
			return strings.ReplaceAll(known, "Timeout exceeded", "i/o timeout")
		}
	}
	return "other"
}

func round(value float64) float64 { return math.Round(value*1000) / 1000 }

func sorted[V any](m map[string]V) []string {
	keys := slices.Collect(maps.Keys(m))
	sort.Strings(keys)
	return keys
}
