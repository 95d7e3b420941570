package main

import (
	"fmt"
	"strconv"
	"time"
)

type settings struct {
	version    string
	port       string
	startDelay time.Duration
	drain      time.Duration
	crashAfter time.Duration
	wish
}

// wish is what the environment says at the start and POST /behave says later.
type wish struct {
	behaviour
	leak  int
	crash bool
}

func fromEnvironment(lookup func(string) (string, bool)) (settings, error) {
	s := settings{version: "none", port: "8080", drain: 3 * time.Second}
	if value, set := lookup("VERSION"); set {
		s.version = value
	}
	if value, set := lookup("PORT"); set {
		s.port = value
	}
	for name, field := range map[string]*time.Duration{
		"START_DELAY": &s.startDelay, "DRAIN": &s.drain, "CRASH_AFTER": &s.crashAfter,
	} {
		if value, set := lookup(name); set {
			if err := duration(name, value, field); err != nil {
				return s, err
			}
		}
	}
	names := map[string]string{"ready": "READY", "slow": "SLOW", "errors": "ERRORS", "leak": "LEAK", "crash": "CRASH"}
	var err error
	s.wish, err = parse(func(key string) string {
		value, _ := lookup(names[key])
		return value
	}, behaviour{ready: true})
	return s, err
}

// parse changes what is named and keeps the rest.
func parse(get func(string) string, now behaviour) (wish, error) {
	w := wish{behaviour: now}
	var err error
	if value := get("ready"); value != "" {
		if w.ready, err = strconv.ParseBool(value); err != nil {
			return w, fmt.Errorf("ready is true or false, not %q", value)
		}
	}
	if value := get("slow"); value != "" {
		if err = duration("slow", value, &w.slow); err != nil {
			return w, err
		}
		w.slow = min(w.slow, longestSlow)
	}
	if value := get("errors"); value != "" {
		if w.errors, err = strconv.ParseFloat(value, 64); err != nil || w.errors < 0 || w.errors > 1 {
			return w, fmt.Errorf("errors is a share between 0 and 1, not %q", value)
		}
	}
	if value := get("leak"); value != "" {
		if w.leak, err = strconv.Atoi(value); err != nil || w.leak < 0 {
			return w, fmt.Errorf("leak is a number of MiB, not %q", value)
		}
	}
	if value := get("crash"); value != "" {
		if w.crash, err = strconv.ParseBool(value); err != nil {
			return w, fmt.Errorf("crash is true or false, not %q", value)
		}
	}
	return w, nil
}

func duration(name, value string, field *time.Duration) error {
	parsed, err := time.ParseDuration(value)
	if err != nil || parsed < 0 {
		return fmt.Errorf("%s is a duration such as 500ms or 5s, not %q", name, value)
	}
	*field = parsed
	return nil
}
