package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
)

// program is one of those that are compared.
type program struct {
	name string
	args func(path string) []string // the command line that checks a file or folder
	read func(stdout []byte) (report, error)
}

// report is what a program said: whom it denies, as "file id", and the files that
// it could not read. File is a name, or a path under the folder that was checked.
type report struct {
	denied   []string
	rejected []string
}

func truststack(binary, manifest string) program {
	return program{
		name: "truststack",
		args: func(path string) []string { return []string{binary, "check", "--format", "json", "-m", manifest, path} },
		read: func(stdout []byte) (report, error) {
			var r struct {
				Results []struct {
					Package, Verdict string
					Resource         struct{ ID string }
					Location         struct{ File string }
				}
				Errors []struct {
					File    string
					Warning bool
				}
			}
			if err := json.Unmarshal(stdout, &r); err != nil {
				return report{}, err
			}
			var out report
			for _, x := range r.Results {
				if x.Verdict == "untrusted" && x.Package == "sns-subscription-security" {
					out.denied = append(out.denied, x.Location.File+" "+x.Resource.ID)
				}
			}
			for _, e := range r.Errors {
				if !e.Warning {
					out.rejected = append(out.rejected, e.File)
				}
			}
			return out, nil
		},
	}
}

func conftest(binary, policy string) program {
	return program{
		name: "conftest",
		args: func(path string) []string {
			return []string{binary, "test", "--policy", policy, "--no-color", "--output", "json", path}
		},
		read: func(stdout []byte) (report, error) {
			var files []struct {
				Filename string
				Failures []struct{ Metadata struct{ Resource string } }
			}
			if err := json.Unmarshal(stdout, &files); err != nil {
				return report{}, err
			}
			var out report
			for _, f := range files {
				for _, x := range f.Failures {
					out.denied = append(out.denied, f.Filename+" "+x.Metadata.Resource)
				}
			}
			return out, nil
		},
	}
}

func opaExec(binary, bundle string) program {
	return program{
		name: "opa exec",
		args: func(path string) []string {
			return []string{binary, "exec", "--bundle", bundle, "--decision", "main/deny", path}
		},
		read: func(stdout []byte) (report, error) {
			var r struct {
				Result []struct {
					Path   string
					Error  json.RawMessage
					Result []struct{ Resource string }
				}
			}
			if err := json.Unmarshal(stdout, &r); err != nil {
				return report{}, err
			}
			var out report
			for _, f := range r.Result {
				if len(f.Error) > 0 {
					out.rejected = append(out.rejected, f.Path)
				}
				for _, x := range f.Result {
					out.denied = append(out.denied, f.Path+" "+x.Resource)
				}
			}
			return out, nil
		},
	}
}

// deadline is how long one process may take.
const deadline = 2 * time.Minute

// process is a command line to run.
type process struct {
	line  []string
	procs string // GOMAXPROCS; "" is all cores
}

func start(line ...string) process { return process{line: line} }

// outcome is one process's run.
type outcome struct {
	wall, cpu time.Duration
	rss       int64 // peak, in bytes
	code      int   // -1 when a signal ended it
	stdout    []byte
	stderr    []byte
}

// capture runs the process and keeps what it prints. The error says that it could
// not be started or was too slow; an exit code is none.
func (p process) capture() (outcome, error) {
	var stdout, stderr bytes.Buffer
	out, err := p.to(&stdout, &stderr)
	out.stdout, out.stderr = stdout.Bytes(), stderr.Bytes()
	return out, err
}

// measure runs the process and throws away what it prints.
func (p process) measure() (outcome, error) { return p.to(nil, nil) }

func (p process) to(stdout, stderr io.Writer) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	c := exec.CommandContext(ctx, p.line[0], p.line[1:]...)
	c.Stdout, c.Stderr = stdout, stderr
	c.Env = slices.DeleteFunc(os.Environ(), func(s string) bool {
		return strings.HasPrefix(s, "GOMAXPROCS=") || strings.HasPrefix(s, "GOGC=") || strings.HasPrefix(s, "GOMEMLIMIT=")
	})
	if p.procs != "" {
		c.Env = append(c.Env, "GOMAXPROCS="+p.procs)
	}
	begin := time.Now()
	err := c.Run()
	out := outcome{wall: time.Since(begin)}
	if c.ProcessState != nil {
		out.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		out.rss, out.code = peak(c.ProcessState), c.ProcessState.ExitCode()
	}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return out, fmt.Errorf("%s: not done after %v", p.line[0], deadline)
	case errors.As(err, &exit):
		return out, nil
	}
	return out, err
}

// peak is a process's peak resident memory, or 0 where the system does not tell.
// It is never less than this program's own, since a child begins as its copy.
func peak(s *os.ProcessState) int64 {
	usage := reflect.Indirect(reflect.ValueOf(s.SysUsage())) // of a type that each system has its own of
	if usage.Kind() != reflect.Struct || !usage.FieldByName("Maxrss").IsValid() {
		return 0
	}
	n := usage.FieldByName("Maxrss").Int()
	if runtime.GOOS != "darwin" {
		n *= 1024 // elsewhere it is in KiB
	}
	return n
}

// check runs the program on a path and reads what it reports.
func (p program) check(path string) (report, outcome, error) {
	out, err := start(p.args(path)...).capture()
	if err != nil {
		return report{}, out, err
	}
	r, err := p.read(out.stdout)
	if err != nil {
		return r, out, fmt.Errorf("%s: exit %d: %s", p.name, out.code, firstLine(out.stderr))
	}
	return r, out, nil
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return line
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
