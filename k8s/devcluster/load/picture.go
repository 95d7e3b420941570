package main

import (
	"fmt"
	"html"
	"strings"
)

const (
	wide, high        = 1000.0, 340.0
	left, top         = 56.0, 44.0
	plotWide          = wide - left - 16
	plotHigh          = high - top - 56
	lostColor         = "#d62728"
	lateColor         = "#ff9900"
	wrongColor        = "#9400d3"
	background        = "#ffffff"
	fallbackColorBase = 30
)

var colors = map[string]string{"blue": "#4c78d0", "green": "#4fa35a"}

// picture draws answers per second and version over time, stacked; lost ones on top in red, and dots under the axis
// for late (orange) and wrong-version (violet) answers; marks are dashed lines.
func (r *report) picture() string {
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12">`+"\n", wide, high)
	fmt.Fprintf(&svg, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", background)
	title := "Answers per second by version, a new connection for each request"
	if r.KeepAlive {
		title = "Answers per second by version, connections kept alive"
	}
	fmt.Fprintf(&svg, `<text x="%.0f" y="16" font-weight="bold">%s</text>`+"\n", left, title)
	fmt.Fprintf(&svg, `<text x="%.0f" y="32" fill="#555">%s</text>`+"\n", left, html.EscapeString(strings.TrimSuffix(r.line(), "; "+r.detail())))
	if len(r.Timeline) == 0 {
		return svg.String() + "</svg>\n"
	}
	r.bars(&svg)
	r.axes(&svg)
	r.drawMarks(&svg)
	r.legend(&svg)
	return svg.String() + "</svg>\n"
}

func (r *report) seconds() float64 { return float64(len(r.Timeline)) * r.step.Seconds() }

func (r *report) x(seconds float64) float64 { return left + plotWide*seconds/r.seconds() }

// y has a fifth of head room over the asked rate.
func (r *report) y(perSecond float64) float64 {
	return top + plotHigh*(1-perSecond/(1.2*float64(r.Rate)))
}

func (r *report) bars(svg *strings.Builder) {
	names := sorted(r.Versions)
	width := plotWide / float64(len(r.Timeline))
	for _, each := range r.Timeline {
		sum := 0.0
		bar := func(n int, color string) {
			if n == 0 {
				return
			}
			height := float64(n) / r.step.Seconds()
			bottom := min(sum+height, 1.2*float64(r.Rate))
			fmt.Fprintf(svg, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="%s"/>`+"\n",
				r.x(each.At), r.y(bottom), width+0.1, max(r.y(sum)-r.y(bottom), 1.5), color)
			sum = bottom
		}
		for i, name := range names {
			bar(each.Versions[name], color(i, name))
		}
		bar(each.Lost, lostColor)
		for i, dot := range []struct {
			n     int
			color string
		}{{each.Late, lateColor}, {each.Wrong, wrongColor}, {each.Lost, lostColor}} {
			if dot.n > 0 {
				fmt.Fprintf(svg, `<circle cx="%.2f" cy="%.1f" r="2.5" fill="%s"/>`+"\n", r.x(each.At)+width/2, top+plotHigh+5+float64(i)*5, dot.color)
			}
		}
	}
}

func (r *report) axes(svg *strings.Builder) {
	bottom := top + plotHigh
	for _, part := range []float64{0, 0.5, 1} {
		rate := part * float64(r.Rate)
		fmt.Fprintf(svg, `<line x1="%.0f" y1="%.1f" x2="%.0f" y2="%.1f" stroke="#bbb"/>`+"\n", left, r.y(rate), left+plotWide, r.y(rate))
		fmt.Fprintf(svg, `<text x="%.0f" y="%.1f" text-anchor="end" fill="#555">%.0f</text>`+"\n", left-6, r.y(rate)+4, rate)
	}
	every := 1.0
	for r.seconds()/every > 20 {
		every *= 5
	}
	for at := 0.0; at <= r.seconds(); at += every {
		fmt.Fprintf(svg, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="#555">%.0f s</text>`+"\n", r.x(at), bottom+32, at)
	}
}

func (r *report) drawMarks(svg *strings.Builder) {
	for i, m := range r.Marks {
		if m.At < 0 || m.At > r.seconds() {
			continue
		}
		fmt.Fprintf(svg, `<line x1="%.1f" y1="%.0f" x2="%.1f" y2="%.1f" stroke="#000" stroke-dasharray="4 3"/>`+"\n", r.x(m.At), top, r.x(m.At), top+plotHigh)
		anchor, shift := "start", 4.0
		if m.At > 0.75*r.seconds() {
			anchor, shift = "end", -4.0
		}
		fmt.Fprintf(svg, `<text x="%.1f" y="%.1f" text-anchor="%s" paint-order="stroke" stroke="#fff" stroke-width="3">%s</text>`+"\n", r.x(m.At)+shift, top+10+float64(i%4)*13, anchor, html.EscapeString(m.Text))
	}
}

func (r *report) legend(svg *strings.Builder) {
	at := left
	entry := func(text, color string) {
		fmt.Fprintf(svg, `<rect x="%.0f" y="%.0f" width="10" height="10" fill="%s"/><text x="%.0f" y="%.0f">%s</text>`+"\n",
			at, high-16, color, at+14, high-7, html.EscapeString(text))
		at += 34 + 7*float64(len(text))
	}
	for i, name := range sorted(r.Versions) {
		entry(name, color(i, name))
	}
	entry("lost", lostColor)
	entry("late (> 1 s)", lateColor)
	entry("wrong version", wrongColor)
}

func color(i int, version string) string {
	if known, found := colors[version]; found {
		return known
	}
	return fmt.Sprintf("hsl(%d 55%% 60%%)", (fallbackColorBase+i*137)%360)
}
