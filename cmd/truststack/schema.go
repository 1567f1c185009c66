package main

import (
	"github.com/spf13/cobra"

	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/packs"
)

func schemaCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the manifest's JSON Schema",
		Long: `Print the manifest's JSON Schema, for editors and other tools.

  $ truststack schema > deployment-manifest.schema.json

An editor that speaks to yaml-language-server reads it by the manifest's first
line: # yaml-language-server: $schema=./deployment-manifest.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema, err := source.Schema(packs.Definitions())
			if err != nil {
				return err
			}
			_, err = s.out.Write(schema)
			return err
		},
	}
}
