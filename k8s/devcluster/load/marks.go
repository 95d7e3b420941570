package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mark is something that happened while requests ran, said by whoever made it happen.
type mark struct {
	At     float64 `json:"at"`
	Text   string  `json:"text"`
	when   time.Time
	expect []string
}

type marks []mark

func readMarks(file, expected string) (marks, error) {
	var all marks
	if expected != "" {
		all = append(all, mark{expect: strings.Split(expected, ",")})
	}
	if file == "" {
		return all, nil
	}
	content, err := os.Open(file)
	if os.IsNotExist(err) {
		return all, nil
	} else if err != nil {
		return nil, err
	}
	defer content.Close()
	lines := bufio.NewScanner(content)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		stamp, text, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		seconds, err := strconv.ParseFloat(stamp, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: a mark is '<unix seconds> <text>', not %q", file, lines.Text())
		}
		m := mark{Text: text, when: time.UnixMicro(int64(seconds * 1e6))}
		if versions, found := strings.CutPrefix(text, "expect "); found {
			m.expect = strings.Split(strings.TrimSpace(versions), ",")
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b mark) int { return a.when.Compare(b.when) })
	return all, lines.Err()
}

// right says whether a request sent then could rightly be answered by this version.
func (all marks) right(sent time.Time, version string) bool {
	var expect []string
	for _, m := range all {
		if m.expect != nil && !m.when.After(sent) {
			expect = m.expect
		}
	}
	return expect == nil || slices.Contains(expect, version)
}

func (all marks) after(start time.Time) []mark {
	shown := []mark{}
	for _, m := range all {
		if m.Text != "" {
			m.At = round(m.when.Sub(start).Seconds())
			shown = append(shown, m)
		}
	}
	return shown
}
