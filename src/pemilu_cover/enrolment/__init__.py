"""The main job's stages: judging, pricing, completing, billing, telling."""
