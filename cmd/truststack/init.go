package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/packs"
)

func initCommand(s streams) *cobra.Command {
	var path string
	c := &cobra.Command{
		Use:   "init",
		Short: "Write a commented manifest to start from",
		Long: `Write a commented manifest to start from. It overwrites nothing.

  $ truststack init
  wrote deployment-manifest.yml; next: set the organisation, then truststack validate`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return initialise(s, path) },
	}
	c.Flags().StringVarP(&path, "output", "o", defaultManifest, "where to write; - for stdout")
	return c
}

func initialise(s streams, path string) error {
	text := source.Init(packs.Definitions())
	if path == "-" {
		_, err := s.out.Write(text)
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return hinted(fmt.Errorf("%s exists already", path), "choose another file with -o, or -o - for stdout")
	}
	if err != nil {
		return hinted(err, "choose another file with -o")
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "wrote %s; next: set the organisation, then truststack validate\n", path)
	return nil
}
