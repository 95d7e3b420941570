package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func started(t *testing.T, environment map[string]string) (*app, http.Handler) {
	t.Helper()
	s, err := fromEnvironment(func(name string) (string, bool) {
		value, set := environment[name]
		return value, set
	})
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(s)
	a.started.Store(true)
	return a, a.routes()
}

func call(handler http.Handler, method, path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
	return answer
}

func TestSaysWhichVersionAnswered(t *testing.T) {
	_, handler := started(t, map[string]string{"VERSION": "blue"})
	answer := call(handler, "GET", "/")
	if answer.Code != 200 || answer.Header().Get("X-Version") != "blue" || !strings.HasPrefix(answer.Body.String(), "blue ") {
		t.Fatalf("%d %v %s", answer.Code, answer.Header(), answer.Body)
	}
}

func TestIsReadyOnlyWhenStartedAndNotDrainingAndNotToldOtherwise(t *testing.T) {
	a, handler := started(t, nil)
	expect := func(code int) {
		t.Helper()
		if got := call(handler, "GET", "/ready").Code; got != code {
			t.Fatalf("got %d, want %d", got, code)
		}
	}
	expect(200)
	call(handler, "POST", "/behave?ready=false")
	expect(503)
	call(handler, "POST", "/behave?ready=true")
	expect(200)
	a.draining.Store(true)
	expect(503)
	a.draining.Store(false)
	a.started.Store(false)
	expect(503)
}

func TestFailsAndLeaksAsTold(t *testing.T) {
	a, handler := started(t, map[string]string{"ERRORS": "1"})
	if got := call(handler, "GET", "/").Code; got != 500 {
		t.Fatalf("got %d", got)
	}
	call(handler, "POST", "/behave?errors=0&leak=2")
	if got := call(handler, "GET", "/").Code; got != 200 || len(a.leaked) != 2 {
		t.Fatalf("got %d, leaked %d", got, len(a.leaked))
	}
}

func TestNamesABadSetting(t *testing.T) {
	_, err := fromEnvironment(func(name string) (string, bool) { return "soon", name == "DRAIN" })
	if err == nil || !strings.Contains(err.Error(), "DRAIN") {
		t.Fatal(err)
	}
	_, handler := started(t, nil)
	if answer := call(handler, "POST", "/behave?errors=7"); answer.Code != 400 {
		t.Fatal(answer)
	}
}
