// Package generate turns a manifest and its rules into everything that can be
// deployed: policies, and the configuration of Landing Zone Accelerator. It
// decides nothing about trust; it packs what rules say into files.
//
// The same manifest and release give the same bytes on every machine, whatever
// the date. Nothing is written unless everything could be made (see Write).
package generate
