package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// timeAll times the corpus and one template of it.
func timeAll(programs []program, o options, temp string) error {
	unread := map[string]bool{}
	for i, p := range programs {
		folder := filepath.Join(temp, "weed"+strconv.Itoa(i))
		if _, err := gather(o.corpus, folder); err != nil {
			return err
		}
		rejected, stopped, err := weed(p, folder)
		if err != nil {
			return err
		}
		if rejected, err = relativeTo(folder, rejected); err != nil {
			return err
		}
		for _, f := range rejected {
			unread[f] = true
		}
		fmt.Printf("%s cannot read %d files of the corpus, and %d of them end its run: %s\n", p.name, len(rejected), stopped, strings.Join(rejected, ", "))
	}
	folder := filepath.Join(temp, "corpus")
	files, err := gather(o.corpus, folder)
	if err != nil {
		return err
	}
	total := len(files)
	for f := range unread {
		if err := os.Remove(filepath.Join(folder, f)); err != nil {
			return err
		}
	}
	files = slices.DeleteFunc(files, func(f string) bool { return size(f) < 0 })
	if len(files) == 0 {
		return fmt.Errorf("%s holds no template", o.corpus)
	}
	fmt.Printf("All are timed on the %d of %d files that all can read.\n\n", len(files), total)
	middle := middleOf(files)
	for _, m := range []struct {
		title, path, procs string
		runs               int
	}{
		{"The corpus, all cores", folder, "", o.runs},
		{"The corpus, one core (GOMAXPROCS=1)", folder, "1", o.runs},
		{"One template, of the corpus's median size", middle, "", 2*o.runs + 1},
	} {
		rows, err := alternate(programs, m.path, m.procs, m.runs)
		if err != nil {
			return err
		}
		print(m.title, m.runs, rows)
	}
	return agreement(programs, folder)
}

// gather copies the corpus' templates to where weed may delete some.
func gather(corpus, folder string) (files []string, err error) {
	err = filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)) {
			return err
		}
		relative, err := filepath.Rel(corpus, path)
		if err != nil {
			return err
		}
		files = append(files, filepath.Join(folder, relative))
		return copyFile(path, filepath.Join(folder, relative))
	})
	return files, err
}

// inError finds the file in conftest's message.
var inError = regexp.MustCompile(`path: (.+)`)

// weed deletes the files that a program cannot read. Stopped counts those that
// ended its whole run.
func weed(p program, folder string) (rejected []string, stopped int, err error) {
	for {
		out, err := start(p.args(folder)...).capture()
		if err != nil {
			return nil, 0, err
		}
		r, err := p.read(out.stdout)
		if err != nil {
			m := inError.FindSubmatch(out.stderr)
			if m == nil {
				return nil, 0, fmt.Errorf("%s: exit %d: %s", p.name, out.code, firstLine(out.stderr))
			}
			r.rejected = []string{string(m[1])}
			stopped++
		}
		for _, f := range r.rejected {
			if err := os.Remove(f); err != nil {
				return nil, 0, err
			}
		}
		if rejected = append(rejected, r.rejected...); err == nil {
			return rejected, stopped, nil
		}
	}
}

// relativeTo is paths as the folder sees them.
func relativeTo(folder string, paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		relative, err := filepath.Rel(folder, p)
		if err != nil {
			return nil, err
		}
		out = append(out, relative)
	}
	return out, nil
}

func middleOf(files []string) string {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b string) int { return int(size(a) - size(b)) })
	return files[len(files)/2]
}

// size is a file's size, -1 where there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// row is what was measured of one program.
type row struct {
	name      string
	wall, cpu []time.Duration
	rss       int64
}

// alternate runs the programs in turns, A B C A B C, so that a busy moment of the
// machine does not fall on one of them; the first turn warms the caches.
func alternate(programs []program, path, procs string, runs int) ([]row, error) {
	rows := make([]row, len(programs))
	for turn := -1; turn < runs; turn++ {
		for i, p := range programs {
			out, err := process{line: p.args(path), procs: procs}.measure()
			if err != nil {
				return nil, err
			}
			if turn < 0 {
				continue
			}
			rows[i].name = p.name
			rows[i].wall = append(rows[i].wall, out.wall)
			rows[i].cpu = append(rows[i].cpu, out.cpu)
			rows[i].rss = max(rows[i].rss, out.rss)
		}
	}
	return rows, nil
}

func median(list []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(list))[len(list)/2]
}

func print(title string, runs int, rows []row) {
	fmt.Printf("%s; %d runs\n\n", title, runs)
	fmt.Println("| program | median | fastest | slowest | CPU | peak memory | median / ours | fastest / ours | CPU / ours |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	own := rows[0]
	for _, r := range rows {
		fmt.Printf("| %s | %s | %s | %s | %s | %.1f MiB | %.2f | %.2f | %.2f |\n", r.name,
			ms(median(r.wall)), ms(slices.Min(r.wall)), ms(slices.Max(r.wall)), ms(median(r.cpu)), float64(r.rss)/(1<<20),
			ratio(median(r.wall), median(own.wall)), ratio(slices.Min(r.wall), slices.Min(own.wall)), ratio(median(r.cpu), median(own.cpu)))
	}
	fmt.Println()
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

// agreement says where the programs differ on the corpus. It is no failure: the
// peers' rule does not resolve functions and parameters.
func agreement(programs []program, folder string) error {
	var first []string
	for i, p := range programs {
		r, _, err := p.check(folder)
		if err != nil {
			return errors.Join(errors.New("corpus"), err)
		}
		got, err := relativeTo(folder, r.denied)
		if err != nil {
			return err
		}
		if got = sorted(got); i == 0 {
			first = got
			fmt.Printf("Subscriptions of the corpus that truststack calls untrusted: %v\n", got)
			continue
		}
		fmt.Printf("%s: besides %v, without %v\n", p.name, less(got, first), less(first, got))
	}
	fmt.Println()
	return nil
}
